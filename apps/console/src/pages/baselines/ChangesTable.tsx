import type { Answer, baselines } from '@breakwater/api';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Change = Answer<typeof baselines.endpoints.get>['changes'][number];

/** What people wanted of a baseline, by whom and why, and what came of it. */
export function ChangesTable({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('baselines.changes')}
      columns={[t('columns.at'), t('columns.requester'), t('baselines.change'), t('columns.reason'), t('columns.state')]}
      rows={changes.map(one => ({
        key: one.id,
        cells: [
          <RelativeTime key="at" time={one.requestedAt} />,
          one.requester,
          <What key="what" change={one} />,
          one.reason,
          <div key="state">
            <StateMark subject="baselineChange" state={one.state} />
            {one.message !== '' && (
              <span className="bw-quiet" lang="en">
                {' '}
                {one.message}
              </span>
            )}
          </div>,
        ],
      }))}
    />
  );
}

function What({ change: { change, entries, events } }: { readonly change: Change }) {
  const { t } = useTexts();
  return (
    <>
      {t(`baselineChange.${change}`)}
      {[...entries, ...events].map(line => (
        <div key={line} className="bw-mono bw-quiet">
          {toVisible(line)}
        </div>
      ))}
    </>
  );
}
