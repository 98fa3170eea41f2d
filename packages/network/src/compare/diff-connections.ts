import type { Cluster } from '../cluster/read-cluster.ts';
import { type Connection, describeConnection, mergeRows } from '../connections/connection.ts';
import { type Connections, type ListOptions, listConnections } from '../connections/list-connections.ts';

/** What became of the connections between two ends with one protocol. */
export interface ConnectionChange extends Pick<Connection, 'src' | 'dst' | 'protocol'> {
  readonly change: 'added' | 'removed' | 'changed';
  /** Ports and verdicts before and after; empty where there were none. */
  readonly before: readonly PortVerdict[];
  readonly after: readonly PortVerdict[];
}

export type PortVerdict = Pick<Connection, 'ports' | 'verdict' | 'upstream' | 'doubts'>;

export interface ClusterDiff {
  readonly changes: readonly ConnectionChange[];
  /** Names of workloads that only one side has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly isTruncated: boolean;
}

/** Compares what is possible in two sets. Both are cut at the same ports and addresses, so that what is equal looks equal. */
export function diffConnections(before: Cluster, after: Cluster, focus: Pick<ListOptions, 'isSource' | 'isDestination'> = {}): ClusterDiff {
  const told = [...before.policies, ...after.policies];
  const list = (cluster: Cluster): Connections => listConnections(cluster, { ...focus, told, keepAtoms: true });
  const [old, young] = [list(before), list(after)];
  const [known, present] = [groupRows(old.connections), groupRows(young.connections)];
  const changes = [...new Set([...known.keys(), ...present.keys()])].flatMap(key => compare(known.get(key) ?? [], present.get(key) ?? []));
  return {
    changes: mergeRows(changes, describeChange),
    added: listOthers(after, before),
    removed: listOthers(before, after),
    isTruncated: old.isTruncated || young.isTruncated,
  };
}

/** Names of the workloads of one cluster that the other does not have. */
function listOthers({ workloads }: Cluster, other: Cluster): readonly string[] {
  const names = new Set(other.workloads.map(({ name }) => name));
  return workloads.map(({ name }) => name).filter(name => !names.has(name));
}

function groupRows(rows: readonly Connection[]): ReadonlyMap<string, readonly Connection[]> {
  return Map.groupBy(rows, ({ src, dst, protocol }) => JSON.stringify([src, dst, protocol], showBits));
}

function showBits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function compare(before: readonly Connection[], after: readonly Connection[]): readonly ConnectionChange[] {
  const isSame = describeAll(before) === describeAll(after);
  const row = before[0] ?? after[0];
  if (isSame || row === undefined) return [];
  const change = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed';
  return [
    { change, src: row.src, dst: row.dst, protocol: row.protocol, before: before.map(toPortVerdict), after: after.map(toPortVerdict) },
  ];
}

function describeAll(rows: readonly Connection[]): string {
  return rows.map(describeConnection).toSorted().join();
}

function toPortVerdict({ ports, verdict, upstream, doubts }: Connection): PortVerdict {
  return { ports, verdict, upstream, doubts };
}

function describeChange({ change, protocol, before, after }: ConnectionChange): string {
  return JSON.stringify([change, protocol, before, after]);
}
