import { complianceRuns } from '@breakwater/api';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { useGo } from '../../app/use-go.ts';
import { useClusters } from '../../data/use-clusters.ts';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { FrameworkField } from './FrameworkField.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { toScope, toScopeDraft } from './scope-draft.ts';

/** Starts a run and goes there. */
export function StartDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, language } = useTexts();
  const go = useGo();
  const clusters = useClusters();
  const start = useChange(complianceRuns, 'start');
  const [chosen, setChosen] = useState<string>();
  const [framework, setFramework] = useState('cis-1.12');
  const [draft, setDraft] = useState(() => toScopeDraft({}));
  const scope = toScope(draft);
  const cluster = chosen ?? clusters[0]?.id;
  const submit = () => {
    if (cluster === undefined || scope === undefined) return;
    start.mutate({ body: { cluster, frameworks: [framework], scope, language } }, { onSuccess: run => go(`/compliance/${run.id}`) });
  };
  return (
    <Dialog
      title={t('compliance.start')}
      submit={t('compliance.startOne')}
      isReady={cluster !== undefined && scope !== undefined}
      change={start}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('compliance.cluster')} isRequired>
        {id => (
          <FormSelect id={id} value={cluster ?? ''} onChange={(_event, next) => setChosen(next)}>
            {clusters.map(one => (
              <FormSelectOption key={one.id} value={one.id} label={one.name} />
            ))}
          </FormSelect>
        )}
      </Field>
      <FrameworkField value={framework} onChange={setFramework} />
      <ScopeFields draft={draft} onChange={part => setDraft(old => ({ ...old, ...part }))} />
    </Dialog>
  );
}
