import { clusters } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { Link } from '../../app/Link.tsx';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof clusters.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'columns.name',
    sort: 'name',
    render: ({ id, name }) => (
      <Link to={`/clusters/${encodeURIComponent(id)}`} data-row-link="">
        {name}
      </Link>
    ),
  },
  { id: 'state', title: 'columns.state', width: '8rem', render: ({ state }) => <StateMark subject="cluster" state={state} /> },
  { id: 'lastSeen', title: 'columns.lastSeen', width: '8rem', from: 'md', render: ({ lastSeenAt }) => <RelativeTime time={lastSeenAt} /> },
  { id: 'version', title: 'columns.version', width: '7.5rem', from: 'lg', render: ({ kubernetesVersion }) => kubernetesVersion ?? '' },
  { id: 'workloads', title: 'columns.workloads', width: '7rem', from: 'md', isNumber: true, render: row => row.workloads },
  { id: 'nodes', title: 'columns.nodes', width: '5rem', from: 'xl', isNumber: true, render: row => row.nodes },
  {
    id: 'violations',
    title: 'columns.violations',
    width: '12rem',
    from: 'md',
    render: row => <SeverityCountList counts={row.violations} />,
  },
  { id: 'problems', title: 'columns.problems', width: '6.5rem', isNumber: true, render: row => row.problems },
];

function ClustersPage() {
  const { t } = useTexts();
  const go = useGo();
  const mayAdd = usePermission('administer');
  return (
    <ListPage
      title="clusters.title"
      resource={clusters}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="name"
      actions={mayAdd && <Button onClick={() => go('/clusters/new')}>{t('clusters.add')}</Button>}
      empty={{ title: 'clusters.none', text: 'clusters.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/clusters',
  title: 'clusters.title',
  nav: { group: 'estate', order: 1 },
  permission: 'view',
  Component: ClustersPage,
};
