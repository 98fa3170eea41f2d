import { nodes } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { ReadyMark } from '../../ui/ReadyMark.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';

type Row = RowOf<typeof nodes.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'columns.name',
    sort: 'name',
    render: ({ id, name }) => (
      <Link to={`/nodes/${encodeURIComponent(id)}`} data-row-link="">
        {name}
      </Link>
    ),
  },
  { id: 'ready', title: 'columns.state', width: '8rem', render: ({ ready }) => <ReadyMark isReady={ready} /> },
  { id: 'roles', title: 'columns.roles', width: '9rem', from: 'xl', render: ({ roles }) => roles.join(', ') },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '8rem', from: 'md', render: ({ clusterName }) => clusterName },
  { id: 'version', title: 'columns.version', sort: 'version', width: '6.5rem', render: ({ kubeletVersion }) => kubeletVersion },
  { id: 'os', title: 'columns.os', from: 'lg', render: ({ osImage, architecture }) => `${osImage} (${architecture})` },
  { id: 'kernel', title: 'columns.kernel', width: '9rem', from: 'xl', render: ({ kernel }) => kernel },
  { id: 'runtime', title: 'columns.runtime', width: '11rem', from: 'xl', render: ({ containerRuntime }) => containerRuntime },
  { id: 'pods', title: 'columns.pods', width: '4.5rem', from: 'md', isNumber: true, render: ({ pods }) => pods },
  {
    id: 'violations',
    title: 'columns.violations',
    width: '10rem',
    from: 'md',
    render: row => <SeverityCountList counts={row.violations} />,
  },
];

function NodesPage() {
  return (
    <ListPage
      title="nodes.title"
      resource={nodes}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="name"
      empty={{ title: 'nodes.none', text: 'nodes.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/nodes',
  title: 'nodes.title',
  nav: { group: 'estate', order: 2 },
  permission: 'view',
  Component: NodesPage,
};
