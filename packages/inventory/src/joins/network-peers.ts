import type { Inventory } from '../inventory.ts';
import { findNamespace } from '../model/namespace-use.ts';
import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Path, type Raw, readPath, toRecord, toText } from '../raw.ts';
import { isEmptySelector, matchSelector } from '../selector.ts';
import { listLabelCandidates } from './label-candidates.ts';
import { listPeers, listRules } from './network-rules.ts';
import { selectWorkloads } from './select.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** A `from` or `to` entry of a NetworkPolicy that takes pods by their labels. */
export interface PodPeer {
  readonly policy: InventoryObject;
  readonly raw: Raw;
  readonly path: Path;
}

/** An empty pod selector names no pods: with or without a namespace selector it means whole namespaces. */
export function listPodPeers(policy: InventoryObject): readonly PodPeer[] {
  return (['ingress', 'egress'] as const).flatMap(direction =>
    listRules(policy, direction).flatMap(rule =>
      listPeers(rule).flatMap((raw, index) => {
        if (!isRecord(raw) || isEmptySelector(raw['podSelector'])) return [];
        return [{ policy, raw, path: [...rule.path, direction === 'ingress' ? 'from' : 'to', index] }];
      }),
    ),
  );
}

/** Whether some workload of the set is taken: in the policy's namespace, or in those that the namespaceSelector takes. */
export function selectsAnything(inventory: Inventory, peer: PodPeer): boolean {
  const { podSelector, namespaceSelector } = peer.raw;
  if (namespaceSelector === undefined) return selectWorkloads(inventory, peer.policy.namespace, podSelector).length > 0;
  return listCandidates(inventory, podSelector, namespaceSelector).some(
    ({ pod, object }) =>
      matchSelector(podSelector, pod.labels) && matchSelector(namespaceSelector, readNamespaceLabels(inventory, object.namespace)),
  );
}

function listCandidates(inventory: Inventory, podSelector: unknown, namespaceSelector: unknown) {
  const named = toText(readPath(namespaceSelector, 'matchLabels', NAME_LABEL));
  if (named !== '') return selectWorkloads(inventory, named, podSelector);
  return listLabelCandidates(inventory, Object.entries(toRecord(readPath(podSelector, 'matchLabels'))));
}

/** Labels of a namespace as far as they are known; every namespace carries its name. */
export function readNamespaceLabels(inventory: Inventory, namespace: string): Readonly<Record<string, string>> {
  const labels = inventory.join('namespace-labels', () => new Map<string, Readonly<Record<string, string>>>());
  const known = labels.get(namespace) ?? { ...findNamespace(inventory, namespace).object?.labels, [NAME_LABEL]: namespace };
  labels.set(namespace, known);
  return known;
}
