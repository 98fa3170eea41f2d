import type { InventoryObject } from '../model/object.ts';
import { readPath, toRecord, toRecords } from '../raw.ts';
import { isEmptySelector, matchSelector } from '../selector.ts';
import type { Effect, Isolation } from './isolation-model.ts';

/**
 * An AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy. Its rules say what happens to the traffic that they match,
 * so a direction is isolated as far as it has rules, and closed only by one that denies everything.
 * https://network-policy-api.sigs.k8s.io/api-overview/
 */
export function readTierPolicy(object: InventoryObject): Isolation {
  const namespaces = readPath(object.spec, 'subject', 'namespaces');
  const ofPods = toRecord(readPath(object.spec, 'subject', 'pods'));
  const namespaceSelector = namespaces ?? ofPods['namespaceSelector'];
  const podSelector = namespaces === undefined ? ofPods['podSelector'] : {};
  const written = namespaceSelector !== undefined && podSelector !== undefined;
  return {
    object,
    wanted: Object.entries(toRecord(toRecord(podSelector)['matchLabels'])),
    takes: pod => written && matchSelector(namespaceSelector, pod.namespaceLabels) && matchSelector(podSelector, pod.labels),
    takesEvery: namespace => written && matchSelector(namespaceSelector, namespace.namespaceLabels) && isEmptySelector(podSelector),
    ingress: readEffect(object, 'ingress'),
    egress: readEffect(object, 'egress'),
  };
}

function readEffect(object: InventoryObject, direction: 'ingress' | 'egress'): Effect {
  const rules = toRecords(object.spec[direction]);
  if (rules.length === 0) return 'none';
  return rules.every(rule => rule['action'] === 'Deny') && rules.some(rule => deniesAll(rule, direction)) ? 'denies' : 'isolates';
}

function deniesAll(rule: Readonly<Record<string, unknown>>, direction: 'ingress' | 'egress'): boolean {
  const peers = toRecords(rule[direction === 'ingress' ? 'from' : 'to']);
  const everywhere = peers.some(peer => peer['namespaces'] !== undefined && isEmptySelector(peer['namespaces']));
  return everywhere && rule['ports'] === undefined && rule['protocols'] === undefined;
}
