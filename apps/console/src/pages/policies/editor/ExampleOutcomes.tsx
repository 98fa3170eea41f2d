import { useTexts } from '../../../texts/use-texts.ts';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { Mark } from '../../../ui/StateMark.tsx';
import type { PolicyCheck } from './IssueList.tsx';

/** What each example of the text comes to. */
export function ExampleOutcomes({ check }: { readonly check: PolicyCheck | undefined }) {
  const { t } = useTexts();
  if (check === undefined || check.examples.length === 0) return <p className="bw-quiet">{t('editor.examplesNotRun')}</p>;
  return (
    <SmallTable
      label={t('editor.examples')}
      columns={[t('editor.example'), t('editor.expected'), t('editor.outcome')]}
      rows={check.examples.map(({ kind, name, holds, problem }) => ({
        key: `${kind} ${name}`,
        cells: [
          name,
          t(kind === 'comply' ? 'policies.complies' : 'policies.violates'),
          <div key="outcome">
            <Mark tone={holds ? 'good' : 'bad'}>{t(holds ? 'editor.holds' : 'editor.holdsNot')}</Mark>
            {problem !== undefined && <p>{problem}</p>}
          </div>,
        ],
      }))}
    />
  );
}
