import { hasUnreadSelector, type Inventory, type InventoryObject, listWorkloadIsolations, nameObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { Direction, Policy } from '../policy/normal-form.ts';
import type { Pod } from '../world.ts';
import type { NetworkWorkload } from './read-cluster.ts';

const CALICO_GROUPS = ['crd.projectcalico.org', 'projectcalico.org'];

/** Kinds whose subjects are known, although their rules are not read. */
const WITH_SUBJECTS = [
  'CiliumNetworkPolicy.cilium.io',
  'CiliumClusterwideNetworkPolicy.cilium.io',
  ...CALICO_GROUPS.flatMap(group => [`NetworkPolicy.${group}`, `GlobalNetworkPolicy.${group}`]),
];

/** Kinds that may decide about every pod of their namespace, or of the cluster. */
const WITHOUT_SUBJECTS = [
  'NetworkPolicy.crd.antrea.io',
  'ClusterNetworkPolicy.crd.antrea.io',
  'EgressFirewall.k8s.ovn.org',
  'AuthorizationPolicy.security.istio.io',
];

export interface UnreadPolicies {
  readonly isTouched: (pod: Pod, direction: Direction) => boolean;
  readonly problems: readonly Problem[];
}

/** Policies of network plug-ins and meshes that may allow or deny beyond what is read here, and the pods that they may touch. */
export function findUnreadPolicies(inventory: Inventory, workloads: readonly NetworkWorkload[], read: readonly Policy[]): UnreadPolicies {
  const names = new Set(read.map(({ source }) => nameObject(source)));
  const unread = inventory.listKind(...WITH_SUBJECTS).filter(object => object.group !== 'cilium.io' || !names.has(nameObject(object)));
  const [unclear, precise] = splitUnclear(unread);
  const broad = [...inventory.listKind(...WITHOUT_SUBJECTS), ...unclear];
  const touched = new Map<Pod, ReadonlySet<Direction>>(
    precise.length === 0 ? [] : workloads.map(entry => [entry.pod, listTouched(inventory, entry, new Set(precise))]),
  );
  const isEverywhere = broad.some(({ namespace }) => namespace === '');
  const namespaces = new Set(broad.map(({ namespace }) => namespace));
  return {
    isTouched: (pod, direction) => isEverywhere || namespaces.has(pod.namespace) || (touched.get(pod)?.has(direction) ?? false),
    problems: [...precise, ...broad].map(describe),
  };
}

/** Those whose subjects cannot be read, and the others. */
function splitUnclear(policies: readonly InventoryObject[]): readonly [readonly InventoryObject[], readonly InventoryObject[]] {
  const isUnclear = (policy: InventoryObject): boolean => CALICO_GROUPS.includes(policy.group) && hasUnreadSelector(policy);
  return [policies.filter(isUnclear), policies.filter(policy => !isUnclear(policy))];
}

function listTouched(inventory: Inventory, { workload }: NetworkWorkload, policies: ReadonlySet<InventoryObject>): ReadonlySet<Direction> {
  const isolations = listWorkloadIsolations(inventory, workload).filter(({ object }) => policies.has(object));
  return new Set((['ingress', 'egress'] as const).filter(direction => isolations.some(isolation => mayDecide(isolation, direction))));
}

/** Rules that deny stand in fields of their own, which do not isolate. */
function mayDecide({ object, ...effects }: ReturnType<typeof listWorkloadIsolations>[number], direction: Direction): boolean {
  return effects[direction] !== 'none' || object.group === 'cilium.io';
}

function describe(object: InventoryObject): Problem {
  const location = object.source.locate?.([]);
  return {
    code: 'policy-unsupported',
    message: `Rules of ${object.apiVersion} ${object.kind} are not read: what they may decide is told as implementation-defined, with the verdict of the other policies beside it.`,
    source: nameObject(object),
    ...(location === undefined ? {} : { location }),
  };
}
