import { type Raw, toRecord, toRecords, toText } from '@breakwater/inventory';

/** Where and how a pod runs: what the summary of its workload takes from it. */
export interface PodRun {
  readonly node: string;
  readonly phase: string;
  readonly startedAt: string;
  /** Digests by container name. */
  readonly digests: readonly (readonly [container: string, digest: string])[];
  /** Ids of the runtime by container name, without its scheme. */
  readonly ids: readonly (readonly [container: string, id: string])[];
}

const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

export function readPodRun(pod: Raw): PodRun {
  const status = toRecord(pod['status']);
  const containers = STATUS_LISTS.flatMap(list => toRecords(status[list]));
  const digests = containers.flatMap(container => {
    const digest = readDigest(toText(container['imageID']));
    return digest === '' ? [] : [[toText(container['name']), digest] as const];
  });
  const ids = containers.flatMap(container => {
    const id = toText(container['containerID']).replace(/^[a-z-]+:\/\//, '');
    return id === '' ? [] : [[toText(container['name']), id] as const];
  });
  return {
    node: toText(toRecord(pod['spec'])['nodeName']),
    phase: toText(status['phase']),
    startedAt: toText(status['startTime']),
    digests,
    ids,
  };
}

/** Runtimes write `registry/name@sha256:…`, `docker-pullable://…@sha256:…` or the bare digest. */
function readDigest(imageId: string): string {
  return /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0] ?? '';
}
