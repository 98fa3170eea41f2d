import type { PodSelection, Policy, Rule } from '../policy/normal-form.ts';
import type { Pod } from '../world.ts';
import { listRanges, nameRange, RangeIndex } from './address-atoms.ts';
import { listPortMatches } from './port-atoms.ts';

/** Pods that no policy can tell apart. */
export interface PodClass {
  /** Stands for all of them. */
  readonly pod: Pod;
  readonly members: readonly Pod[];
}

/** Groups pods by all that policies look at: labels that nobody selects by, such as the hash of a template, make no difference. */
export function classifyPods(pods: readonly Pod[], policies: readonly Policy[]): readonly PodClass[] {
  const describe = createDescriber(policies);
  return [...Map.groupBy(pods, describe).values()].map(members => ({ pod: members[0] as Pod, members }));
}

function createDescriber(policies: readonly Policy[]): (pod: Pod) => string {
  const keys = [...listLabelKeys(policies)].toSorted();
  const names = new Set([...listPortMatches(policies)].flatMap(port => (port.kind === 'named' ? [port.name] : [])));
  const ranges = [...new Map(listRanges(policies).map(range => [nameRange(range), range])).values()];
  const index = new RangeIndex(ranges);
  const hasNodes = listRules(policies).some(({ peers = [] }) => peers.some(({ kind }) => kind === 'nodes'));
  return pod =>
    JSON.stringify([
      pod.namespace,
      keys.map(key => (Object.hasOwn(pod.labels, key) ? pod.labels[key] : null)),
      names.size === 0 ? [] : pod.ports.filter(({ name }) => names.has(name)).map(({ name, number, protocol }) => [name, number, protocol]),
      ranges.length === 0 ? [] : pod.addresses.map(address => index.find(address).toSorted((a, b) => a - b)),
      pod.addresses.length === 0,
      pod.hostNetwork,
      pod.isUnknown === true,
      // On the network of its node it is reached as the node is.
      pod.hostNetwork && hasNodes ? [pod.node ?? null, pod.addresses.map(nameRange)] : null,
    ]);
}

export function listRules(policies: readonly Policy[]): readonly Rule[] {
  return policies.flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])]);
}

/** Keys of pod labels that a selector of a policy asks for. */
export function listLabelKeys(policies: readonly Policy[]): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = ({ pods }: PodSelection): void => {
    for (const { key } of pods?.requirements ?? []) keys.add(key);
  };
  for (const policy of policies) add(policy.subject);
  for (const { peers = [] } of listRules(policies)) for (const peer of peers) if (peer.kind === 'pods') add(peer.selection);
  return keys;
}
