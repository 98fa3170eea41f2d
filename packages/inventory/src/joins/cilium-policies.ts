import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Raw, readPath, toList, toRecord, toRecords, toText } from '../raw.ts';
import { matchSelector } from '../selector.ts';
import type { Effect, Isolation, NamespaceIdentity, PodIdentity } from './isolation-model.ts';

const NAMESPACE = 'io.kubernetes.pod.namespace';
const ACCOUNT = 'io.cilium.k8s.policy.serviceaccount';
const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels.';

/**
 * The parts of a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy: `spec`, and each of `specs`. Parts that select nodes take no pods.
 * https://docs.cilium.io/en/stable/security/policy/intro/
 */
export function readCiliumPolicy(object: InventoryObject): readonly Isolation[] {
  return listCiliumSpecs(object).map(spec => toIsolation(object, spec));
}

/** The parts of a policy that speak of pods. */
export function listCiliumSpecs(object: InventoryObject): readonly Raw[] {
  return [object.raw['spec'], ...toList(object.raw['specs'])].filter(isRecord).filter(spec => spec['endpointSelector'] !== undefined);
}

function toIsolation(object: InventoryObject, spec: Raw): Isolation {
  const selector = normalizeSelector(spec['endpointSelector']);
  const ofPod = { matchLabels: selector.matchLabels.filter(([key]) => !isOfNamespace(key)) };
  return {
    object,
    wanted: ofPod.matchLabels.filter(([key]) => key !== ACCOUNT),
    takes: pod => matchSelector(toSelector(selector), toCiliumLabels(pod)),
    takesEvery: namespace =>
      ofPod.matchLabels.length === 0 &&
      selector.matchExpressions.every(term => isOfNamespace(toText(term['key']))) &&
      matchSelector(toSelector(selector), toCiliumLabels(namespace)),
    ingress: readEffect(spec, 'ingress'),
    egress: readEffect(spec, 'egress'),
  };
}

/** Rules isolate by being there, unless `enableDefaultDeny` says otherwise; the rule `{}` allows nothing. */
function readEffect(spec: Raw, direction: 'ingress' | 'egress'): Effect {
  const allowed = toList(spec[direction]);
  const denied = toList(spec[`${direction}Deny`]);
  const isolates = readPath(spec, 'enableDefaultDeny', direction) ?? allowed.length + denied.length > 0;
  if (isolates !== true) return 'none';
  return allowed.every(rule => Object.keys(toRecord(rule)).length === 0) ? 'denies' : 'isolates';
}

interface CiliumSelector {
  readonly matchLabels: readonly (readonly [string, unknown])[];
  readonly matchExpressions: readonly Raw[];
}

/** Keys may name where a label comes from; those of pods come from Kubernetes. */
function normalizeSelector(selector: unknown): CiliumSelector {
  return {
    matchLabels: Object.entries(toRecord(readPath(selector, 'matchLabels'))).map(([key, value]) => [dropSource(key), value] as const),
    matchExpressions: toRecords(readPath(selector, 'matchExpressions')).map(term => ({ ...term, key: dropSource(toText(term['key'])) })),
  };
}

function toSelector({ matchLabels, matchExpressions }: CiliumSelector) {
  return { matchLabels: Object.fromEntries(matchLabels), matchExpressions };
}

function dropSource(key: string): string {
  return key.replace(/^(?:k8s|any)[:.]/, '');
}

function isOfNamespace(key: string): boolean {
  return key === NAMESPACE || key.startsWith(NAMESPACE_LABELS);
}

/** Labels that Cilium knows a pod by: its own, its namespace with that one's labels, and its account. */
function toCiliumLabels(pod: NamespaceIdentity & Partial<PodIdentity>): Readonly<Record<string, string>> {
  const ofNamespace = Object.entries(pod.namespaceLabels).map(([key, value]) => [NAMESPACE_LABELS + key, value]);
  return {
    ...pod.labels,
    ...Object.fromEntries(ofNamespace),
    [NAMESPACE]: pod.namespace,
    ...(pod.account === undefined ? {} : { [ACCOUNT]: pod.account }),
  };
}
