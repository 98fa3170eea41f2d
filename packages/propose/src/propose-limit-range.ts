import type { Inventory, Raw, Workload } from '@breakwater/inventory';
import { readPath, toRecords } from '@breakwater/inventory';
import { type Defaults, listStarted, readAmount } from './pod-demand.ts';
import { buildProposed, type Proposal, shorten } from './proposal.ts';
import { formatQuantity, maxOf, medianOf, type Resource, roundUp } from './quantities.ts';

export interface LimitRangeProposal {
  readonly proposal: Proposal;
  readonly defaults: Defaults;
}

/** Requests where no container of the namespace says any: 100m and 128Mi. */
const USUAL: Readonly<Record<Resource, bigint>> = { cpu: 100n, memory: 128n * 1024n * 1024n * 1000n };
const NONE: Defaults = { requests: {}, limits: {} };

/** Defaults for containers that say nothing, from what the others of the namespace say; none beside a LimitRange that somebody else made. */
export function proposeLimitRange(inventory: Inventory, namespace: string, workloads: readonly Workload[]): LimitRangeProposal {
  const missing = listMissing(inventory, workloads);
  const [existing] = inventory.listInNamespace(namespace, 'LimitRange').filter(isOfContainers);
  if (existing !== undefined) {
    const because = [
      `no LimitRange: ${existing.name} gives defaults already`,
      ...(missing.length === 0 ? [] : ['none by it either:', ...shorten(missing)]),
    ];
    return { proposal: { namespace, because }, defaults: NONE };
  }
  const containers = workloads.flatMap(listStarted);
  const declared = (side: 'requests' | 'limits', resource: Resource) =>
    containers.flatMap(container => readAmount(inventory, container, side, resource) ?? []);
  const request = (resource: Resource) => roundUp(resource, medianOf(declared('requests', resource)) ?? USUAL[resource]);
  const requests = { cpu: request('cpu'), memory: request('memory') };
  // A default below what a container asks for without a limit of its own would have its pod refused.
  const unlimited = containers
    .filter(container => readAmount(inventory, container, 'limits', 'memory') === undefined)
    .flatMap(container => readAmount(inventory, container, 'requests', 'memory') ?? []);
  const usual = medianOf(declared('limits', 'memory')) ?? requests.memory * 2n;
  const limits = { memory: roundUp('memory', maxOf(usual, requests.memory, ...unlimited)) };
  const item: Raw = {
    type: 'Container',
    defaultRequest: { cpu: formatQuantity('cpu', requests.cpu), memory: formatQuantity('memory', requests.memory) },
    default: { memory: formatQuantity('memory', limits.memory) },
  };
  const because = [
    containers.length === 0
      ? 'defaults for containers that say nothing; no container is there to take them from, so they are the usual ones'
      : `defaults for containers that say nothing: the middle of what its containers say, and never less than what one asks for without a limit`,
    'no default limit of CPU: it would slow down containers that were never limited',
    ...(missing.length === 0 ? ['every container says all of it by itself'] : ['it is the default that counts for:', ...shorten(missing)]),
  ];
  const object = buildProposed('v1', 'LimitRange', { name: 'breakwater-defaults', namespace }, { limits: [item] });
  return { proposal: { namespace, object, because }, defaults: { requests, limits } };
}

function isOfContainers({ raw }: { readonly raw: Raw }): boolean {
  return toRecords(readPath(raw, 'spec', 'limits')).some(({ type }) => type === 'Container');
}

const ASKED = [
  ['requests', 'cpu', 'CPU request'],
  ['requests', 'memory', 'memory request'],
  ['limits', 'memory', 'memory limit'],
] as const;

/** `Deployment web: container app has no CPU request, memory limit` */
function listMissing(inventory: Inventory, workloads: readonly Workload[]): readonly string[] {
  return workloads.flatMap(workload =>
    listStarted(workload).flatMap(container => {
      const none = ASKED.filter(([side, resource]) => readAmount(inventory, container, side, resource) === undefined);
      if (none.length === 0) return [];
      const { kind, name } = workload.object;
      return [`${kind} ${name}: container ${container.name} has no ${none.map(([, , words]) => words).join(', ')}`];
    }),
  );
}
