import type { Answer, workloads } from '@breakwater/api';
import { type ContainerComparison, compareEvents } from '@breakwater/behavior';
import type { Principal } from '../../../access/principal.ts';
import type { ServerContext } from '../../../context.ts';
import { toDayRowId } from '../../../list/row-id.ts';
import type { findWorkload } from '../../../views/workloads/store.ts';
import { findOwners } from '../../baselines/preview/find-owners.ts';
import { listReplicaEvents, listWorkloadBaselines, MAX_COMPARED } from './store.ts';

type Workload = NonNullable<Awaited<ReturnType<typeof findWorkload>>>;
type Replicas = Answer<typeof workloads.endpoints.replicas>;

const HOUR_MS = 3_600_000;
/** Behaviours of one container that are told. */
const MAX_TOLD = 200;

/** What replicas of a workload did in the last hours, side by side. */
export async function compareWorkload(
  { query, analyst }: Pick<ServerContext, 'query' | 'analyst'>,
  principal: Principal,
  workload: Workload,
  hours: number,
): Promise<Replicas> {
  const now = Date.now();
  const since = new Date(now - hours * HOUR_MS).toISOString();
  const place = { cluster: workload.cluster, namespace: workload.namespace, workload: `${workload.kind}/${workload.name}` };
  const all = await listReplicaEvents(query, place, since);
  const looked = all.slice(-MAX_COMPARED);
  const owners = await findOwners(
    analyst,
    principal,
    workload.cluster,
    looked.map(({ event }) => event),
  );
  const starts = new Map(workload.summary.pods.map(({ name, startedAt }) => [name, Date.parse(startedAt)] as const));
  const compared = compareEvents(
    looked.map(({ event }) => event),
    {
      baselines: await listWorkloadBaselines(query, place),
      since,
      now,
      findStart: pod => starts.get(pod) || undefined,
      findAddress: address => owners.get(address),
    },
  );
  const ids = new Map(looked.map(({ day, key, event }) => [event.id, toDayRowId(workload.cluster, day, key)] as const));
  return { since, events: looked.length, truncated: all.length > looked.length, containers: compared.map(one => toContainer(one, ids)) };
}

function toContainer(
  { container, state, pods, differences, behaviors }: ContainerComparison,
  ids: ReadonlyMap<string, string>,
): Replicas['containers'][number] {
  const scores = new Map(differences.map(({ pod, behaviors: own }) => [pod, own.length] as const));
  return {
    container,
    state,
    replicas: pods.map(pod => ({ pod, score: scores.get(pod) ?? 0 })),
    behaviors: behaviors
      .slice(0, MAX_TOLD)
      .map(({ text, isNew, pods: who, lastEvent }) => ({ text, isNew, pods: [...who], event: ids.get(lastEvent) ?? '' })),
    more: Math.max(0, behaviors.length - MAX_TOLD),
  };
}
