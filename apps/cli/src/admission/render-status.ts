import type { Answer, admission } from '@breakwater/api';

type Status = Answer<typeof admission.endpoints.status>['results'][number];
type Replica = Status['replicas'][number];

const HEAD = ['cluster', 'sensor', 'native', 'not native', 'replicas', 'requests/h', 'refused/h', 'failed/d', 'revision', 'last decision'];
const REPLICA_HEAD = ['cluster', 'replica', 'policy set', 'policies', 'started', 'certificate until', 'heard of'];

/** How admission is, for a terminal: clusters, their replicas, and what is wrong with a next step. */
export function renderStatus(rows: readonly Status[]): string {
  if (rows.length === 0) return 'no cluster is connected\n';
  const replicas = rows.flatMap(row => row.replicas.map(replica => toReplicaCells(row, replica)));
  const faults = rows.flatMap(listFaults);
  return [
    renderTable([HEAD, ...rows.map(toCells)]),
    ...(replicas.length === 0 ? [] : [renderTable([REPLICA_HEAD, ...replicas])]),
    ...(faults.length === 0 ? [] : [`${faults.join('\n')}\n`]),
  ].join('\n');
}

function toCells(row: Status): readonly string[] {
  const { clusterName, state, native, notNative, replicas, requests, denied, failed, revision, lastDecision } = row;
  const heard = replicas.filter(({ silent }) => !silent).length;
  const counted = heard === replicas.length ? heard : `${heard} of ${replicas.length}`;
  return [clusterName, state, native, notNative, counted, requests, denied, failed, revision ?? '-', lastDecision ?? 'none told'].map(
    String,
  );
}

function toReplicaCells({ clusterName, policySet }: Status, replica: Replica): readonly string[] {
  const { id, revision, behind, policies, since, certificateEnd, heardAt, silent } = replica;
  const decidesBy = revision < 0 ? `none yet, ${policySet} is newest` : `${revision}${behind ? `, behind ${policySet}` : ''}`;
  return [clusterName, id, decidesBy, String(policies), since, certificateEnd ?? 'not told', silent ? `silent since ${heardAt}` : heardAt];
}

function listFaults({ clusterName, silentSince, replicas, notEvaluated }: Status): readonly string[] {
  return [
    ...(silentSince === undefined
      ? []
      : [
          `${clusterName}: admission is silent since ${silentSince}: requests are answered as the failurePolicy of its webhook says; look at its pods, and whether they reach the sensor`,
        ]),
    ...replicas.flatMap(({ id, unusable, unusableCount }) => {
      const more = unusableCount - unusable.length;
      const names = [...unusable, ...(more > 0 ? [`${more} more`] : [])].join(', ');
      return unusableCount === 0
        ? []
        : [`${clusterName}: ${id} cannot use ${names}; bring admission to the release of the server, or look at its log`];
    }),
    ...(notEvaluated.length === 0 ? [] : [`${clusterName}: not evaluated for want of facts: ${notEvaluated.join(', ')}`]),
  ];
}

function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map(row => row[index]?.length ?? 0)));
  const lines = rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
