import { parseIpRange } from '@breakwater/inventory';
import { nearestName } from '@breakwater/model';
import { type Cluster, type End, INGRESS_CONTROLLER, type NetworkWorkload } from '@breakwater/network';
import { UsageError } from '../command.ts';

/** What `--from` and `--to` name: a workload, a node, the ingress controller or an address. Throws UsageError. */
export function findEnd(option: string, text: string, { workloads, world }: Cluster): End {
  const found = findWorkloads(text, workloads);
  const [workload, ...others] = found;
  if (workload !== undefined && others.length === 0) return workload.pod;
  if (workload !== undefined)
    throw new UsageError(`--${option}: ${text} is ${found.map(({ name }) => name).join(' and ')}; name one of them`);
  if (text === INGRESS_CONTROLLER.name) return INGRESS_CONTROLLER;
  const node = world.nodes.find(({ name }) => name === text);
  if (node !== undefined) return node;
  const range = parseIpRange(text);
  if (range !== undefined) return findByAddress(range, workloads, world) ?? { kind: 'outside', range };
  throw new UsageError(`--${option}: ${describeUnknown(text, workloads)}`);
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

export function describeUnknown(text: string, workloads: readonly NetworkWorkload[]): string {
  const nearest = nearestName(
    text,
    workloads.flatMap(({ name }) => [name.slice(0, name.indexOf('[')), name]),
  );
  const hint = nearest === undefined ? '`breakwater network list` shows the names' : `did you mean '${nearest}'?`;
  return `there is no workload, node or address '${text.slice(0, 128)}'; ${hint}`;
}
