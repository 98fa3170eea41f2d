import { complianceRuns } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof complianceRuns.endpoints.list>;

/** Runs of all clusters, the newest first. */
export function RunsTab() {
  const { t } = useTexts();
  const columns: readonly Column<Row>[] = [
    { id: 'state', title: 'columns.state', width: '8rem', render: ({ state }) => <StateMark subject="run" state={state} /> },
    {
      id: 'run',
      title: 'compliance.run',
      render: ({ id, sequence, clusterName: cluster }) => (
        <Link to={`/compliance/${id}`}>
          {sequence === undefined ? t('compliance.runWithout', { cluster }) : t('compliance.runOf', { cluster, sequence })}
        </Link>
      ),
    },
    { id: 'frameworks', title: 'compliance.frameworks', from: 'md', render: ({ frameworks }) => frameworks.join(', ') },
    { id: 'requester', title: 'compliance.requester', width: '9rem', from: 'md', render: ({ requester }) => requester },
    {
      id: 'requestedAt',
      title: 'compliance.requestedAt',
      sort: 'requestedAt',
      width: '9rem',
      render: ({ requestedAt }) => <RelativeTime time={requestedAt} />,
    },
  ];
  return (
    <ListBox
      title="compliance.runs"
      resource={complianceRuns}
      columns={columns}
      getKey={({ id }) => id}
      textField="cluster"
      defaultSort="-requestedAt"
      empty={{ title: 'compliance.noRuns', text: 'compliance.noRunsNext' }}
    />
  );
}
