import { type Answer, FINDING_STATES, workloads } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { FindingAction } from '../../ui/FindingAction.tsx';
import { FINDING_COLUMNS } from '../../ui/FindingColumns.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';

type Workload = Answer<typeof workloads.endpoints.get>;
type Row = RowOf<typeof workloads.endpoints.vulnerabilities>;

/** What is known of the images that it runs, container by container. */
export function VulnerabilitiesTab({ workload }: { readonly workload: Workload }) {
  return (
    <ListBox
      title="vulnerabilities.title"
      resource={workloads}
      endpoint="vulnerabilities"
      params={{ id: workload.id }}
      columns={listColumns(workload)}
      getKey={row => `${row.container} ${row.digest} ${row.id} ${row.purl} ${row.package}`}
      textField="package"
      defaultSort="-risk"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'findingState.open',
        options: FINDING_STATES.slice(1).map(value => ({ value, title: `findingState.${value}` as const })),
      }}
      notice={
        <>
          <ClusterNotice cluster={workload.cluster} />
          <ScannerNotice />
        </>
      }
      empty={{ title: 'workloads.noVulnerabilities', text: 'workloads.noVulnerabilitiesNext' }}
    />
  );
}

function listColumns({ cluster, namespace, kind, name }: Workload): readonly Column<Row>[] {
  const { severity, id, risk, package: packageName, fix, exploited, use, state, firstSeen } = FINDING_COLUMNS;
  return [
    severity,
    id,
    risk,
    packageName,
    fix,
    {
      id: 'container',
      title: 'columns.container',
      sort: 'container',
      width: '8rem',
      from: 'md',
      render: row => (
        <Link to={`/images/${encodeURIComponent(row.image)}`} title={row.reference}>
          {row.container}
        </Link>
      ),
    },
    exploited,
    use,
    state,
    { ...firstSeen, from: 'xl' },
    {
      id: 'accept',
      title: 'columns.actions',
      width: '5.5rem',
      render: row => (
        <FindingAction
          place={{ id: row.id, package: row.package, cluster, namespace, workload: `${kind}/${name}` }}
          state={row.state}
          exception={row.exception}
        />
      ),
    },
  ];
}
