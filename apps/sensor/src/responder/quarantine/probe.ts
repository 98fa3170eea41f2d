import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import type { ResponderEdge } from '../contract.ts';

/** Connections to more ports say nothing more. */
const MOST_PORTS = 5;
const CONNECT_MS = 1000;

/** Ports of a pod that take connections from where the responder runs. */
export async function listOpenPorts(edge: ResponderEdge, pod: Raw): Promise<readonly number[]> {
  const address = toText(readPath(pod, 'status', 'podIP'));
  if (address === '' || readPath(pod, 'spec', 'hostNetwork') === true) return [];
  const open = await Promise.all(listPorts(pod).map(async port => ((await edge.connect(address, port, CONNECT_MS)) ? [port] : [])));
  return open.flat();
}

/** Those of the ports that still take connections. */
export async function listStillOpen(edge: ResponderEdge, pod: Raw, ports: readonly number[]): Promise<readonly number[]> {
  const address = toText(readPath(pod, 'status', 'podIP'));
  const open = await Promise.all(ports.map(async port => ((await edge.connect(address, port, CONNECT_MS)) ? [port] : [])));
  return open.flat();
}

function listPorts(pod: Raw): readonly number[] {
  const containers = ['containers', 'initContainers'].flatMap(list => toRecords(readPath(pod, 'spec', list)));
  const ports = containers.flatMap(({ ports: named }) => toRecords(named));
  const numbers = ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
  return [...new Set(numbers.filter(port => typeof port === 'number'))].slice(0, MOST_PORTS);
}
