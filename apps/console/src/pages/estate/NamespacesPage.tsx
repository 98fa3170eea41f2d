import { namespaces } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { PodSecurityText } from '../../ui/PodSecurityText.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';

type Row = RowOf<typeof namespaces.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'columns.name',
    sort: 'name',
    render: ({ id, name }) => (
      <Link to={`/namespaces/${encodeURIComponent(id)}`} data-row-link="">
        {name}
      </Link>
    ),
  },
  { id: 'risk', title: 'columns.risk', sort: 'risk', width: '8rem', render: ({ risk }) => <RiskScore score={risk} /> },
  {
    id: 'violations',
    title: 'columns.violations',
    sort: 'violations',
    width: '12rem',
    from: 'md',
    render: row => <SeverityCountList counts={row.violations} />,
  },
  { id: 'workloads', title: 'columns.workloads', sort: 'workloads', width: '8rem', isNumber: true, render: row => row.workloads },
  {
    id: 'podSecurity',
    title: 'columns.podSecurity',
    width: '9rem',
    from: 'lg',
    render: row => <PodSecurityText levels={row.podSecurity} />,
  },
  {
    id: 'networkPolicies',
    title: 'columns.networkPolicies',
    width: '10rem',
    from: 'xl',
    isNumber: true,
    render: row => row.networkPolicies,
  },
  { id: 'owner', title: 'columns.owner', sort: 'owner', width: '9rem', from: 'xl', render: ({ owner }) => owner },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '9rem', from: 'md', render: ({ clusterName }) => clusterName },
];

function NamespacesPage() {
  return (
    <ListPage
      title="namespaces.title"
      resource={namespaces}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="-risk"
      empty={{ title: 'namespaces.none', text: 'namespaces.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/namespaces',
  title: 'namespaces.title',
  nav: { group: 'estate', order: 3 },
  permission: 'view',
  Component: NamespacesPage,
};
