import {
  type InventoryObject,
  type IpRange,
  listContainerPorts,
  parseIpRange,
  toRecord,
  toRecords,
  toText,
  type Workload,
} from '@breakwater/inventory';
import { type ContainerPort, type Pod, PROTOCOLS } from '../world.ts';

/** The one pod that stands for all pods of a workload. Only a bare pod has addresses and a node. */
export function toPod(workload: Workload): Pod {
  const known = pods.get(workload) ?? createPod(workload);
  pods.set(workload, known);
  return known;
}

/** A workload may be part of many sets. */
const pods = new WeakMap<Workload, Pod>();

function createPod({ object, pod }: Workload): Pod {
  const status = object.kind === 'Pod' ? toRecord(object.raw['status']) : {};
  const node = object.kind === 'Pod' ? toText(pod.spec['nodeName']) : '';
  return {
    kind: 'pod',
    namespace: object.namespace,
    name: object.name,
    labels: pod.labels,
    addresses: readAddresses(status),
    ports: pod.containers.filter(({ kind }) => kind === 'regular' || kind === 'sidecar').flatMap(readPorts),
    hostNetwork: pod.spec['hostNetwork'] === true,
    ...(node === '' ? {} : { node }),
  };
}

const FINISHED = new Set(['Succeeded', 'Failed']);

/** A pod that has ended, or a Job that has no pods left to start. */
export function isFinished(object: InventoryObject): boolean {
  const status = toRecord(object.raw['status']);
  if (object.kind === 'Pod') return FINISHED.has(toText(status['phase']));
  const ends = toRecords(status['conditions']).filter(({ type }) => type === 'Complete' || type === 'Failed');
  return object.kind === 'Job' && ends.some(condition => condition['status'] === 'True');
}

function readAddresses(status: Readonly<Record<string, unknown>>): readonly IpRange[] {
  const listed = toRecords(status['podIPs']).flatMap(({ ip }) => readAddress(ip));
  return listed.length > 0 ? listed : readAddress(status['podIP']);
}

/** One address; none for what is no address. */
export function readAddress(value: unknown): readonly IpRange[] {
  const text = toText(value);
  const range = text.includes('/') ? undefined : parseIpRange(text);
  return range === undefined ? [] : [range];
}

function readPorts(container: Workload['pod']['containers'][number]): readonly ContainerPort[] {
  return listContainerPorts(container).flatMap(raw => {
    const protocol = PROTOCOLS.find(known => known === (toText(raw['protocol']) || PROTOCOLS[0]));
    const number = raw['containerPort'];
    return protocol === undefined || !Number.isInteger(number) ? [] : [{ name: toText(raw['name']), number: number as number, protocol }];
  });
}
