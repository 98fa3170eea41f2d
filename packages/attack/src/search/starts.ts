import type { AttackGraph } from '../graph/graph.ts';
import { groupNode, type NodeReference, OUTSIDE, userNode, workloadNode } from '../graph/node.ts';

/** Subjects that anybody is, or can easily be. */
const WEAK_SUBJECTS = [
  userNode('system:anonymous'),
  groupNode('system:unauthenticated'),
  groupNode('system:authenticated'),
  groupNode('system:serviceaccounts'),
];

/** Where an attacker begins without having anything: outside, weak subjects, and workloads that are known to be vulnerable. */
export function listEntries(graph: AttackGraph): readonly number[] {
  const weak = graph.classes.flatMap(({ part, weaknesses }) => (weaknesses.length > 0 ? [workloadNode(part.name)] : []));
  const nodes = [OUTSIDE, ...WEAK_SUBJECTS, ...weak];
  return nodes.flatMap(node => graph.find(node) ?? []);
}

/** Everybody whose loss is to be thought through: entries, and each subject and workload that is not the cluster's own. */
export function listAssumed(graph: AttackGraph): readonly number[] {
  const own = graph.nodes.list.flatMap((node, index) =>
    (node.kind === 'subject' || node.kind === 'workload') && !isOfCluster(node) ? [index] : [],
  );
  return [...new Set([...listEntries(graph), ...own])];
}

const OWN_NAMESPACE = /^(?:ServiceAccount )?kube-(?:system|public|node-lease)\//;
const OWN_NAME = /^(?:User|Group) (?:system:|kubeadm:)/;

/** Subjects and workloads that Kubernetes itself has, and whose powers are expected. */
function isOfCluster({ name }: NodeReference): boolean {
  return OWN_NAMESPACE.test(name) || OWN_NAME.test(name);
}
