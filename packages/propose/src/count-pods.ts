import { type Inventory, listWorkloadAutoscalers, readPath, toRecord, toRecords, type Workload } from '@breakwater/inventory';

/** Pods of a workload when all is quiet, and while it rolls out. */
export interface PodCount {
  readonly steady: number;
  readonly peak: number;
}

/** Most pods of a workload that run at once; undefined for one a node where the number of nodes is not known. */
export function countPods(inventory: Inventory, workload: Workload, nodes: number | undefined): PodCount | undefined {
  const { kind, raw } = workload.object;
  if (NEVER_RUN.has(kind) || isFinished(workload)) return { steady: 0, peak: 0 };
  if (kind === 'Pod') return { steady: 1, peak: 1 };
  if (kind === 'Job') return toCount(readWhole(raw, 'spec', 'parallelism') ?? 1);
  if (kind === 'CronJob') return toCount(readWhole(raw, 'spec', 'jobTemplate', 'spec', 'parallelism') ?? 1);
  if (kind === 'DaemonSet') {
    const scheduled = readWhole(raw, 'status', 'desiredNumberScheduled') ?? nodes;
    return scheduled === undefined ? undefined : withSurge(workload, scheduled, '0');
  }
  const scaled = listWorkloadAutoscalers(inventory, workload).map(({ maxReplicas }) => maxReplicas ?? 0);
  const replicas = Math.max(workload.replicas ?? readWhole(raw, 'spec', 'replicas') ?? 1, ...scaled);
  return kind === 'Deployment' || kind === 'Rollout' ? withSurge(workload, replicas, '25%') : toCount(replicas);
}

/** Templates from which others are made. */
const NEVER_RUN = new Set(['PodTemplate', 'SandboxTemplate']);
const ENDED = new Set(['Succeeded', 'Failed']);

function isFinished({ object }: Workload): boolean {
  const status = toRecord(object.raw['status']);
  if (object.kind === 'Pod') return ENDED.has(String(status['phase']));
  const ends = toRecords(status['conditions']).filter(({ type }) => type === 'Complete' || type === 'Failed');
  return object.kind === 'Job' && ends.some(condition => condition['status'] === 'True');
}

function toCount(pods: number): PodCount {
  return { steady: pods, peak: pods };
}

/** maxSurge as a number or a share, rounded up. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge */
function withSurge({ object }: Workload, pods: number, otherwise: string): PodCount {
  const field = object.kind === 'DaemonSet' ? 'updateStrategy' : 'strategy';
  const strategy = toRecord(object.spec[field]);
  if (strategy['type'] === 'Recreate' || strategy['type'] === 'OnDelete') return toCount(pods);
  const surge = String(readPath(strategy, 'rollingUpdate', 'maxSurge') ?? otherwise);
  const [, digits, share] = /^(\d{1,9})(%?)$/.exec(surge) ?? [];
  const number = Number(digits ?? 0);
  return { steady: pods, peak: pods + (share === '%' ? Math.ceil((pods * number) / 100) : number) };
}

function readWhole(raw: unknown, ...path: readonly string[]): number | undefined {
  const value = readPath(raw, ...path);
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}
