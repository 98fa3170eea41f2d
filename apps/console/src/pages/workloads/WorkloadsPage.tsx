import { workloads } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { ExposureMark } from '../../ui/ExposureMark.tsx';
import { RiskReasonText, RiskScore } from '../../ui/Risk.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';

type Row = RowOf<typeof workloads.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'columns.workload',
    sort: 'name',
    width: '24%',
    render: ({ id, name, kind }) => (
      <>
        <Link to={`/workloads/${encodeURIComponent(id)}`} data-row-link="" title={`${kind} ${name}`}>
          {name}
        </Link>{' '}
        <span className="bw-quiet">{kind}</span>
      </>
    ),
  },
  { id: 'risk', title: 'columns.risk', sort: 'risk', width: '7.5rem', render: ({ risk }) => <RiskScore score={risk} /> },
  {
    id: 'reason',
    title: 'columns.reason',
    from: 'md',
    render: ({ topReason }) => topReason !== undefined && <RiskReasonText {...topReason} />,
  },
  {
    id: 'violations',
    title: 'columns.violations',
    sort: 'violations',
    width: '11rem',
    render: row => <SeverityCountList counts={row.violations} />,
  },
  { id: 'exposure', title: 'columns.exposure', width: '8rem', from: 'xl', render: ({ exposure }) => <ExposureMark exposure={exposure} /> },
  { id: 'namespace', title: 'columns.namespace', sort: 'namespace', width: '8rem', from: 'md', render: ({ namespace }) => namespace },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '7.5rem', from: 'lg', render: ({ clusterName }) => clusterName },
  { id: 'owner', title: 'columns.owner', sort: 'owner', width: '9rem', from: 'xl', render: ({ owner }) => owner },
  { id: 'pods', title: 'columns.pods', width: '4.5rem', from: 'xl', isNumber: true, render: ({ podCount }) => podCount },
];

const EXPOSURES = ['external', 'node', 'cluster'] as const;

function WorkloadsPage() {
  return (
    <ListPage
      title="workloads.title"
      resource={workloads}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="-risk"
      quick={{
        field: 'exposure',
        title: 'columns.exposure',
        none: 'words.all',
        options: EXPOSURES.map(value => ({ value, title: `exposure.${value}` as const })),
      }}
      empty={{ title: 'workloads.none', text: 'workloads.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/workloads',
  title: 'workloads.title',
  nav: { group: 'estate', order: 4 },
  permission: 'view',
  Component: WorkloadsPage,
};
