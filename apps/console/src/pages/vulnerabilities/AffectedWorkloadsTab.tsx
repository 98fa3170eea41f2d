import { vulnerabilities } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { splitReference } from '../../format/split-reference.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { ExposureMark } from '../../ui/ExposureMark.tsx';
import { FindingAction } from '../../ui/FindingAction.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof vulnerabilities.endpoints.workloads>;

const EXPOSURES = ['external', 'node', 'cluster'] as const;

/** Workloads that run it, and from where each can be reached. */
export function AffectedWorkloadsTab({ id }: { readonly id: string }) {
  return (
    <ListBox
      title="vulnerabilities.affectedWorkloads"
      resource={vulnerabilities}
      endpoint="workloads"
      params={{ id }}
      columns={listColumns(id)}
      getKey={row => row.workload}
      textField="name"
      defaultSort="-risk"
      quick={{
        field: 'exposure',
        title: 'columns.exposure',
        none: 'words.all',
        options: EXPOSURES.map(value => ({ value, title: `exposure.${value}` as const })),
      }}
      empty={{ title: 'vulnerabilities.noWorkloads', text: 'vulnerabilities.noWorkloadsNext' }}
    />
  );
}

function listColumns(id: string): readonly Column<Row>[] {
  return [
    {
      id: 'name',
      title: 'columns.workload',
      sort: 'name',
      render: ({ workload, name, kind }) => (
        <>
          <Link to={`/workloads/${encodeURIComponent(workload)}`} data-row-link="" title={`${kind} ${name}`}>
            {name}
          </Link>{' '}
          <span className="bw-quiet">{kind}</span>
        </>
      ),
    },
    { id: 'risk', title: 'columns.risk', sort: 'risk', width: '7.5rem', render: ({ risk }) => <RiskScore score={risk} /> },
    {
      id: 'exposure',
      title: 'columns.exposure',
      width: '9rem',
      render: ({ exposure, exposedBy }) => (
        <span title={exposedBy.join('\n')}>
          <ExposureMark exposure={exposure} />
        </span>
      ),
    },
    {
      id: 'containers',
      title: 'columns.image',
      from: 'xl',
      render: ({ containers }) => (
        <span title={containers.map(({ name, reference }) => `${name}: ${reference}`).join('\n')}>
          {containers.map(({ reference }) => splitReference(reference).name).join(', ')}
        </span>
      ),
    },
    { id: 'namespace', title: 'columns.namespace', sort: 'namespace', width: '9rem', from: 'md', render: ({ namespace }) => namespace },
    { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '8rem', from: 'md', render: ({ clusterName }) => clusterName },
    { id: 'owner', title: 'columns.owner', sort: 'owner', width: '9rem', from: 'xl', render: ({ owner }) => owner },
    {
      id: 'state',
      title: 'columns.state',
      width: '7.5rem',
      from: 'lg',
      render: ({ state }) => <StateMark subject="finding" state={state} />,
    },
    {
      id: 'accept',
      title: 'columns.actions',
      width: '5.5rem',
      render: row => (
        <FindingAction
          place={{ id, cluster: row.cluster, namespace: row.namespace, workload: `${row.kind}/${row.name}` }}
          state={row.state}
        />
      ),
    },
  ];
}
