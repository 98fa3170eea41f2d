import { type Inventory, nameObject } from '@breakwater/inventory';
import {
  type Binding,
  completeSubject,
  type DeadRule,
  type KnownAccounts,
  listDeadRules,
  listLatent,
  listRisks,
  listStale,
  type RiskHit,
  type StaleBinding,
} from '@breakwater/rbac';
import type { AttackGraph } from '../graph/graph.ts';
import { listGoals } from '../search/goals.ts';
import { createCutIndex, listLeading } from '../search/reachable-goals.ts';
import { readOwnAccess } from './own-access.ts';

/** Everything that is wrong with who may do what. */
export interface AccessRisks {
  readonly hits: readonly (RiskHit & { readonly goals: readonly string[] })[];
  readonly dead: readonly DeadRule[];
  readonly stale: readonly StaleBinding[];
  /** Service accounts that are somebody in a cloud (P45), and who. */
  readonly clouds: readonly { readonly account: string; readonly because: string }[];
  readonly bindings: number;
}

/** Judges all bindings but those that are as Kubernetes ships them. */
export function judgeAccess(inventory: Inventory, graph: AttackGraph, includeSystem: boolean): AccessRisks {
  const { set, authorizer, isExpected } = readOwnAccess(inventory, includeSystem);
  const goals = listGoals(graph);
  const [findGoals, leading] = [createCutIndex(graph, goals), listLeading(graph, goals)];
  const goalsOf = (binding: Binding): readonly string[] => findGoals(`delete ${nameObject(binding)}`);
  const namespaces = new Set(inventory.objects.map(({ namespace }) => namespace));
  const privileged = [...namespaces].filter(namespace => leading.has(`any service account of ${namespace}`));
  const hits = listRisks(set, authorizer, {
    isExpected,
    privilegedNamespaces: new Set(['kube-system', ...privileged]),
    leadsFurther: binding => goalsOf(binding).length > 0,
  });
  const daemons = hits.flatMap(hit => toDaemonHit(hit, inventory));
  return {
    hits: [...hits, ...daemons].map(hit => ({ ...hit, goals: goalsOf(hit.binding) })),
    clouds: graph.edges
      .filter(({ kind }) => kind.id === 'workload-identity')
      .map(({ from, because }) => ({ account: graph.nodes.get(from).name, because: because() })),
    dead: [...listDeadRules(set, isExpected), ...listLatent(set, authorizer, isExpected)],
    stale: listStale(set, authorizer, readAccounts(inventory), isExpected),
    bindings: set.bindings.length,
  };
}

const SERIOUS = new Set(['high', 'critical']);

/** A powerful account of a DaemonSet has its credential on every node (P43). */
function toDaemonHit(hit: RiskHit, { workloads }: Inventory): readonly RiskHit[] {
  if (!SERIOUS.has(hit.severity)) return [];
  const subjects = hit.subjects.filter(subject => {
    const { kind, namespace, name } = completeSubject(subject, hit.binding.namespace);
    const isMeant = ({ object, pod }: Inventory['workloads'][number]) =>
      object.kind === 'DaemonSet' && object.namespace === namespace && pod.accountName === name;
    return kind === 'ServiceAccount' && workloads.some(isMeant);
  });
  if (subjects.length === 0) return [];
  return [
    {
      ...hit,
      id: 'P43',
      name: 'daemon-account',
      severity: 'high',
      rule: -1,
      subjects,
      because: `a DaemonSet has ${hit.name} on every node`,
    },
  ];
}

/** The service accounts of the set; where it shows none in a namespace, it is not known which there are. */
function readAccounts(inventory: Inventory): KnownAccounts {
  const accounts = inventory.listKind('ServiceAccount').map(({ namespace, name }) => [namespace, name] as const);
  const used = inventory.workloads.map(({ object, pod }) => [object.namespace, pod.accountName] as const);
  return { existing: group(accounts), used: group(used) };
}

function group(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...Map.groupBy(pairs, ([namespace]) => namespace)].map(([key, list]) => [key, new Set(list.map(([, name]) => name))]));
}
