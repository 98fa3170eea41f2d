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
  /** Hash of the template that it was made from, as its controller labels it, else digests of its images; empty where nothing says it. */
  readonly version: string;
}

/** Labels by which controllers tell the pods of one template from those of another. */
const HASHES = ['pod-template-hash', 'controller-revision-hash', 'rollouts-pod-template-hash'];

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
    version: readVersion(toRecord(toRecord(pod['metadata'])['labels']), digests),
  };
}

function readVersion(labels: Raw, digests: PodRun['digests']): string {
  const hash = HASHES.map(name => toText(labels[name])).find(text => text !== '');
  return hash ?? [...new Set(digests.map(([, digest]) => digest))].toSorted().join();
}

/** Runtimes write `registry/name@sha256:…`, `docker-pullable://…@sha256:…` or the bare digest. */
function readDigest(imageId: string): string {
  return /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0] ?? '';
}
