import { useTexts } from '../../texts/use-texts.ts';
import { TextField } from '../../ui/Field.tsx';
import { type ScopeDraft, toScope } from './scope-draft.ts';

interface Props {
  readonly draft: ScopeDraft;
  readonly onChange: (part: Partial<ScopeDraft>) => void;
}

/** Which namespaces and nodes a run is about. */
export function ScopeFields({ draft, onChange }: Props) {
  const { t } = useTexts();
  const labelsHelp = t(toScope(draft) === undefined ? 'compliance.nodeLabelsWrong' : 'compliance.nodeLabelsHelp');
  return (
    <>
      <TextField
        label={t('compliance.namespaces')}
        value={draft.namespaces}
        onChange={namespaces => onChange({ namespaces })}
        help={t('compliance.namespacesHelp')}
      />
      <TextField
        label={t('compliance.nodeNames')}
        value={draft.nodes}
        onChange={nodes => onChange({ nodes })}
        help={t('compliance.namespacesHelp')}
      />
      <TextField
        label={t('compliance.nodeLabels')}
        value={draft.nodeLabels}
        onChange={nodeLabels => onChange({ nodeLabels })}
        help={labelsHelp}
      />
    </>
  );
}
