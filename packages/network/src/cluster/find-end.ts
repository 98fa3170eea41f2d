import { parseIpRange } from '@breakwater/inventory';
import { nearestName } from '@breakwater/model';
import { INGRESS_CONTROLLER } from '../connections/outside.ts';
import type { End } from '../world.ts';
import type { Cluster, NetworkWorkload } from './read-cluster.ts';

/** What a text names, or why it names nothing. */
export type FoundEnd = { readonly end: End } | { readonly fault: string };

/** A workload as `shop/web` or `shop/web[Deployment]`, a node, `{ingress-controller}` or an address, which may be that of a pod. */
export function findEnd(text: string, { workloads, world }: Cluster): FoundEnd {
  const found = findWorkloads(text, workloads);
  const [workload, ...others] = found;
  if (workload !== undefined && others.length === 0) return { end: workload.pod };
  if (workload !== undefined) return { fault: `${text} is ${found.map(({ name }) => name).join(' and ')}; name one of them` };
  if (text === INGRESS_CONTROLLER.name) return { end: INGRESS_CONTROLLER };
  const node = world.nodes.find(({ name }) => name === text);
  if (node !== undefined) return { end: node };
  const range = parseIpRange(text);
  if (range !== undefined) return { end: findByAddress(range, workloads, world) ?? { kind: 'outside', range } };
  return { fault: describeUnknown(text, workloads) };
}

function findByAddress(
  range: { readonly bits: bigint; readonly family: 4 | 6; readonly length: number },
  workloads: Cluster['workloads'],
  { nodes }: Cluster['world'],
): End | undefined {
  return [...workloads.map(({ pod }) => pod), ...nodes].find(({ addresses }) =>
    addresses.some(({ family, bits, length }) => family === range.family && bits === range.bits && length === range.length),
  );
}

/** Workloads that `namespace/name`, with or without the kind, names. */
export function findWorkloads(text: string, workloads: readonly NetworkWorkload[]): readonly NetworkWorkload[] {
  return workloads.filter(({ name }) => name === text || (name.startsWith(`${text}[`) && name.endsWith(']')));
}

/** A next step for whoever named what is not there. */
export function describeUnknown(text: string, workloads: readonly NetworkWorkload[]): string {
  const nearest = nearestName(
    text,
    workloads.flatMap(({ name }) => [name.slice(0, name.indexOf('[')), name]),
  );
  const hint = nearest === undefined ? 'a workload is named as namespace/name' : `did you mean '${nearest}'?`;
  return `there is no workload, node or address '${text.slice(0, 128)}'; ${hint}`;
}
