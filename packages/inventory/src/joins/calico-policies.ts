import type { InventoryObject } from '../model/object.ts';
import { toList, toText, toTexts } from '../raw.ts';
import { parseCalicoSelector } from './calico-selector.ts';
import { type Isolation, type PodIdentity, toEffect } from './isolation-model.ts';

const NAMESPACE = 'projectcalico.org/namespace';
const NAME = 'projectcalico.org/name';
const ALL = '';

/**
 * A NetworkPolicy or GlobalNetworkPolicy of Calico. Without types, a direction counts when it has rules, ingress also when none has.
 * https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
 */
export function readCalicoPolicy(object: InventoryObject): Isolation {
  const { spec } = object;
  const selector = parseCalicoSelector(toText(spec['selector']));
  const namespaceSelector = parseCalicoSelector(toText(spec['namespaceSelector']));
  const accountSelector = parseCalicoSelector(toText(spec['serviceAccountSelector']));
  const takesNamespace = (namespace: string, labels: Readonly<Record<string, string>>): boolean =>
    namespaceSelector({ ...labels, [NAME]: namespace }) === true;
  const ingress = toList(spec['ingress']);
  const egress = toList(spec['egress']);
  const types = toTexts(spec['types']);
  const isolates = (type: string, rules: readonly unknown[]): boolean => (types.length === 0 ? rules.length > 0 : types.includes(type));
  return {
    object,
    wanted: [],
    takes: pod =>
      takesNamespace(pod.namespace, pod.namespaceLabels) &&
      selector(toCalicoLabels(pod)) === true &&
      accountSelector({ [NAME]: pod.account }) === true,
    takesEvery: ({ namespace, namespaceLabels }) =>
      takesNamespace(namespace, namespaceLabels) &&
      takesEveryPod(toText(spec['selector']), namespace) &&
      toText(spec['serviceAccountSelector']) === ALL,
    ingress: toEffect(isolates('Ingress', ingress) || (types.length === 0 && egress.length === 0), ingress),
    egress: toEffect(isolates('Egress', egress), egress),
  };
}

/** Whether it names its pods in a way that is not understood: which ones these are, nobody can say. */
export function hasUnreadSelector({ spec }: InventoryObject): boolean {
  return ['selector', 'namespaceSelector', 'serviceAccountSelector'].some(
    field => parseCalicoSelector(toText(spec[field]))({}) === undefined,
  );
}

function toCalicoLabels(pod: PodIdentity): Readonly<Record<string, string>> {
  return {
    ...pod.labels,
    [NAMESPACE]: pod.namespace,
    'projectcalico.org/orchestrator': 'k8s',
    'projectcalico.org/serviceaccount': pod.account,
  };
}

/** Selectors that speak of all pods, or of all of one namespace. */
function takesEveryPod(selector: string, namespace: string): boolean {
  const text = selector.replace(/\s+/g, '').replaceAll('"', "'");
  return text === ALL || text === 'all()' || text === `${NAMESPACE}=='${namespace}'` || text === `has(${NAMESPACE})`;
}
