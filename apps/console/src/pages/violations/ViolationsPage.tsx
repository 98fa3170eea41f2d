import { violations } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { PlaceText } from '../../ui/PlaceText.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof violations.endpoints.list>;

const columns: readonly Column<Row>[] = [
  { id: 'severity', title: 'columns.severity', sort: 'severity', width: '6.5rem', render: ({ severity }) => <Severity level={severity} /> },
  {
    id: 'title',
    title: 'columns.violation',
    sort: 'policy',
    render: row => (
      <Link to={`/violations/${encodeURIComponent(row.id)}`} data-row-link="" title={row.message}>
        {row.title}
      </Link>
    ),
  },
  {
    id: 'object',
    title: 'columns.object',
    sort: 'name',
    width: '27%',
    render: row => <PlaceText kind={row.kind} name={row.name} container={row.container} />,
  },
  { id: 'namespace', title: 'columns.namespace', sort: 'namespace', width: '8rem', from: 'md', render: ({ namespace }) => namespace },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '8rem', from: 'lg', render: ({ clusterName }) => clusterName },
  { id: 'owner', title: 'columns.owner', sort: 'owner', width: '9rem', from: 'xl', render: ({ owner }) => owner },
  {
    id: 'state',
    title: 'columns.state',
    width: '7.5rem',
    from: 'xl',
    render: ({ state }) => <StateMark subject="violation" state={state} />,
  },
  {
    id: 'openedAt',
    title: 'columns.opened',
    sort: 'openedAt',
    width: '7.5rem',
    from: 'md',
    render: ({ openedAt }) => <RelativeTime time={openedAt} />,
  },
];

const STATES = ['review', 'accepted', 'error', 'resolved'] as const;

function ViolationsPage() {
  return (
    <ListPage
      title="violations.title"
      resource={violations}
      columns={columns}
      getKey={({ id }) => id}
      textField="policy"
      defaultSort="-severity"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'violationState.open',
        options: STATES.map(value => ({ value, title: `violationState.${value}` as const })),
      }}
      empty={{ title: 'violations.none', text: 'violations.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/violations',
  title: 'violations.title',
  nav: { group: 'findings', order: 1 },
  permission: 'view',
  Component: ViolationsPage,
};
