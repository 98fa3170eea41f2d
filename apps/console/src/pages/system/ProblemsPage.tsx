import { problems } from '@breakwater/api';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { ClusterOrServer } from '../../ui/ClusterOrServer.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

type Row = RowOf<typeof problems.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'message',
    title: 'columns.problem',
    render: ({ message }) => (
      <span className="bw-wrap" lang="en">
        {message}
      </span>
    ),
  },
  {
    id: 'source',
    title: 'columns.source',
    sort: 'source',
    width: '18%',
    from: 'md',
    render: ({ source }) => <span className="bw-mono">{source}</span>,
  },
  {
    id: 'code',
    title: 'columns.code',
    sort: 'code',
    width: '15%',
    from: 'lg',
    render: ({ code }) => <span className="bw-mono">{code}</span>,
  },
  {
    id: 'cluster',
    title: 'columns.cluster',
    sort: 'cluster',
    width: '9rem',
    render: ({ clusterName }) => <ClusterOrServer name={clusterName} />,
  },
  { id: 'since', title: 'columns.since', sort: 'since', width: '8rem', render: ({ since }) => <RelativeTime time={since} /> },
];

function ProblemsPage() {
  return (
    <ListPage
      title="problems.title"
      text="problems.text"
      resource={problems}
      columns={columns}
      getKey={({ id }) => id}
      textField="source"
      defaultSort="-since"
      empty={{ title: 'problems.none', text: 'problems.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/problems',
  title: 'problems.title',
  nav: { group: 'findings', order: 3 },
  permission: 'view',
  Component: ProblemsPage,
};
