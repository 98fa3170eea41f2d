import type { Inventory, Workload } from '@breakwater/inventory';
import { countPods, type PodCount } from './count-pods.ts';
import { type Defaults, type Side, sumPod } from './pod-demand.ts';
import { buildProposed, isProposed, type Proposal, shorten } from './proposal.ts';
import { formatQuantity, maxOf, type Resource, roundUp } from './quantities.ts';

export interface QuotaCase {
  readonly inventory: Inventory;
  readonly workloads: readonly Workload[];
  readonly defaults: Defaults;
  /** Nodes for DaemonSets; undefined when not known. */
  readonly nodes: number | undefined;
  /** Whether all of what was given could be read: what was not would be missing in the sums. */
  readonly isWhole: boolean;
}

/** A ResourceQuota of what the workloads of a namespace need with half as much again, and never less than all of them rolling out at once, or one more of its largest pod. */
export function proposeQuota(namespace: string, { inventory, workloads, defaults, nodes, isWhole }: QuotaCase): Proposal {
  if (!isWhole) return none(namespace, 'not everything could be read, and what is missing would be missing in its sums');
  const counted = workloads.map(workload => ({ workload, pods: countPods(inventory, workload, nodes) }));
  const unknown = counted.filter(({ pods }) => pods === undefined).map(({ workload }) => nameOf(workload));
  if (unknown.length > 0)
    return none(
      namespace,
      `the number of nodes is not known, so neither is what these need: ${shorten(unknown).join(', ')}; say --nodes NUMBER`,
    );
  const running = counted.flatMap(({ workload, pods }) => (pods === undefined || pods.peak === 0 ? [] : [{ workload, pods }]));
  if (running.length === 0) return none(namespace, 'no workload runs in it, so there is nothing to go by');
  const sums = RESOURCES.map(resource => ({ resource, ...sumAll(inventory, running, resource, defaults) }));
  const known = sums.filter(({ lacking }) => lacking.length === 0);
  const hard = Object.fromEntries([
    ...known.map(({ resource: { name, resource }, total }) => [name, formatQuantity(resource, roundUp(resource, withHeadRoom(total)))]),
    ['pods', String(withHeadRoom(sumPods(running)))],
  ]);
  const because = [
    `what its workloads need (${running.length}), with a head-room of 50 %, and never less than all of them rolling out at once or one more of the largest pod:`,
    ...shorten(running.map(({ workload, pods }) => describe(inventory, workload, pods, defaults))),
    ...sums
      .filter(({ lacking }) => lacking.length > 0)
      .map(({ resource: { name }, lacking }) => `no ${name}: pods without one would be refused: ${shorten(lacking).join(', ')}`),
  ];
  const others = inventory.listInNamespace(namespace, 'ResourceQuota').filter(({ labels }) => !isProposed(labels));
  if (others.length > 0) {
    const limits = Object.entries(hard).map(([name, amount]) => `${name} ${amount}`);
    return {
      namespace,
      because: [`no ResourceQuota: ${others[0]?.name} is there already; to compare with it: ${limits.join(', ')}`, ...because],
    };
  }
  return { namespace, object: buildProposed('v1', 'ResourceQuota', { name: 'breakwater-quota', namespace }, { hard }), because };
}

interface Counted {
  readonly workload: Workload;
  readonly pods: PodCount;
}

interface Total {
  readonly steady: bigint;
  readonly peak: bigint;
  /** Of one pod. */
  readonly largest: bigint;
}

const RESOURCES = [
  { name: 'requests.cpu', side: 'requests', resource: 'cpu' },
  { name: 'requests.memory', side: 'requests', resource: 'memory' },
  { name: 'limits.cpu', side: 'limits', resource: 'cpu' },
  { name: 'limits.memory', side: 'limits', resource: 'memory' },
] as const satisfies readonly { name: string; side: Side; resource: Resource }[];

function sumAll(
  inventory: Inventory,
  running: readonly Counted[],
  { side, resource }: (typeof RESOURCES)[number],
  defaults: Defaults,
): { readonly total: Total; readonly lacking: readonly string[] } {
  const amounts = running.map(({ workload, pods }) => ({ workload, pods, amount: sumPod(inventory, workload, side, resource, defaults) }));
  const add = (which: keyof PodCount) => amounts.reduce((sum, { pods, amount = 0n }) => sum + amount * BigInt(pods[which]), 0n);
  return {
    total: { steady: add('steady'), peak: add('peak'), largest: maxOf(...amounts.map(({ amount = 0n }) => amount)) },
    lacking: amounts.filter(({ amount }) => amount === undefined).map(({ workload }) => nameOf(workload)),
  };
}

function sumPods(running: readonly Counted[]): Total {
  const add = (which: keyof PodCount) => running.reduce((sum, { pods }) => sum + BigInt(pods[which]), 0n);
  return { steady: add('steady'), peak: add('peak'), largest: 1n };
}

function withHeadRoom({ steady, peak, largest }: Total): bigint {
  return maxOf((steady * 3n + 1n) / 2n, peak, steady + largest);
}

function describe(inventory: Inventory, workload: Workload, { steady, peak }: PodCount, defaults: Defaults): string {
  const amounts = RESOURCES.flatMap(({ name, side, resource }) => {
    const amount = sumPod(inventory, workload, side, resource, defaults);
    return amount === undefined ? [] : [`${name} ${formatQuantity(resource, amount)}`];
  });
  const most = peak === steady ? '' : ` (${peak} while rolling out)`;
  return `${nameOf(workload)}: ${steady} pod${steady === 1 ? '' : 's'}${most}, each ${amounts.join(', ')}`;
}

function nameOf({ object }: Workload): string {
  return `${object.kind} ${object.name}`;
}

function none(namespace: string, why: string): Proposal {
  return { namespace, because: [`no ResourceQuota: ${why}`] };
}
