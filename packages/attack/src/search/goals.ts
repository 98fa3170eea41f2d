import type { AttackGraph } from '../graph/graph.ts';
import { anyAccount, anySecret, CLUSTER_ADMIN, CONTROL_PLANE, CONTROL_PLANE_NODES, type NodeReference, WORKERS } from '../graph/node.ts';

/** Something that nobody should reach: any of some nodes. */
export interface Goal {
  /** `cluster-admin`, or the name of a node. */
  readonly name: string;
  readonly doc: string;
  readonly nodes: readonly number[];
}

interface GoalDefinition {
  readonly name: string;
  readonly doc: string;
  /** Any of these nodes, or all of a kind. */
  readonly isAny: readonly NodeReference[] | NodeReference['kind'];
}

export const GOALS: readonly GoalDefinition[] = [
  { name: 'cluster-admin', doc: 'Everything on everything', isAny: [CLUSTER_ADMIN] },
  { name: 'control-plane', doc: 'Admission, the API or a node of the control plane', isAny: [CONTROL_PLANE, CONTROL_PLANE_NODES] },
  { name: 'node-root', doc: 'Root on a node', isAny: [WORKERS, CONTROL_PLANE_NODES] },
  { name: 'all-secrets', doc: 'Every Secret of the cluster', isAny: [anySecret('')] },
  { name: 'kube-system-secrets', doc: 'The Secrets of kube-system', isAny: [anySecret('kube-system')] },
  { name: 'any-token', doc: 'The credential of any service account', isAny: [anyAccount('')] },
  { name: 'cloud-identity', doc: 'An identity of the cloud that the cluster runs in', isAny: 'cloud' },
];

/** A goal by its name, or by that of any node; undefined when nothing is called so. */
export function findGoal(graph: AttackGraph, name: string): Goal | undefined {
  const definition = GOALS.find(goal => goal.name === name);
  if (definition !== undefined) return { name, doc: definition.doc, nodes: listNodes(graph, definition.isAny) };
  const node = graph.nodes.find(name);
  return node === undefined ? undefined : { name, doc: '', nodes: [node] };
}

function listNodes(graph: AttackGraph, isAny: GoalDefinition['isAny']): readonly number[] {
  if (typeof isAny !== 'string') return isAny.flatMap(node => graph.find(node) ?? []);
  const found: number[] = [];
  for (const [index, { kind }] of graph.nodes.list.entries()) if (kind === isAny) found.push(index);
  return found;
}

export function listGoals(graph: AttackGraph): readonly Goal[] {
  return GOALS.flatMap(({ name }) => findGoal(graph, name) ?? []);
}
