import { Unknown } from '@breakwater/cel';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { type Rule, restrictToNamespace, toRule } from '../model/rule.ts';
import { SHIPPED_ROLES } from '../model/shipped-roles.ts';
import { isRecord, type Raw, readPath, toList, toRecord, toRecords, toText } from '../raw.ts';
import { matchSelector } from '../selector.ts';
import type { Account } from './accounts.ts';

/** A user, group or service account that a binding names. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * A grant: a RoleBinding or ClusterRoleBinding; or a role of the set that no binding of the set refers to, which is judged
 * as what it would give to whoever gets it (`bound` false, no subjects).
 */
export interface Binding {
  readonly object: InventoryObject;
  readonly bound: boolean;
  readonly roleKind: string;
  readonly roleName: string;
  readonly clusterWide: boolean;
  readonly subjects: readonly Subject[];
}

/** Rules of a role, and of the ClusterRoles that its aggregationRule selects, which may aggregate others in turn. */
export function listRules(inventory: Inventory, role: InventoryObject): readonly Rule[] {
  const composed = new Set([role]);
  for (const part of composed) {
    for (const next of listParts(inventory, part)) composed.add(next);
  }
  return [...composed].flatMap(part => (part === role ? listOwnRules(part) : listOwnRules(part).map(rule => ({ ...rule, path: [] }))));
}

function listParts(inventory: Inventory, role: InventoryObject): readonly InventoryObject[] {
  const selectors = toRecords(readPath(role.raw, 'aggregationRule', 'clusterRoleSelectors'));
  if (selectors.length === 0) return [];
  return inventory.listKind('ClusterRole').filter(part => selectors.some(selector => matchSelector(selector, part.labels)));
}

function listOwnRules(role: InventoryObject): readonly Rule[] {
  return toList(role.raw['rules']).flatMap((rule, index) => (isRecord(rule) ? [toRule(rule, ['rules', index])] : []));
}

export function listBindings(inventory: Inventory): readonly Binding[] {
  return inventory.join('bindings', () => {
    const bindings = inventory.listKind('RoleBinding', 'ClusterRoleBinding').map(toBinding);
    const used = new Set(bindings.map(binding => toRoleKey(binding)));
    const unbound = inventory.listKind('Role', 'ClusterRole').map(toUnboundRole);
    return [...bindings, ...unbound.filter(role => !used.has(toRoleKey(role)))];
  });
}

function toRoleKey(binding: Binding): string {
  return `${binding.roleKind}/${binding.roleKind === 'Role' ? binding.object.namespace : ''}/${binding.roleName}`;
}

function toBinding(object: InventoryObject): Binding {
  const roleRef = toRecord(object.raw['roleRef']);
  const clusterWide = object.kind === 'ClusterRoleBinding';
  return {
    object,
    bound: true,
    roleKind: toText(roleRef['kind']),
    roleName: toText(roleRef['name']),
    clusterWide,
    subjects: toRecords(object.raw['subjects']).map(subject => toSubject(subject, clusterWide ? '' : object.namespace)),
  };
}

function toUnboundRole(object: InventoryObject): Binding {
  return { object, bound: false, roleKind: object.kind, roleName: object.name, clusterWide: object.kind === 'ClusterRole', subjects: [] };
}

/** A service account without namespace takes the binding's. */
function toSubject(raw: Raw, namespace: string): Subject {
  const kind = toText(raw['kind']);
  return { kind, name: toText(raw['name']), namespace: toText(raw['namespace']) || (kind === 'ServiceAccount' ? namespace : '') };
}

export function findRole(inventory: Inventory, binding: Binding): InventoryObject | undefined {
  if (!binding.bound) return binding.object;
  return inventory.find(binding.roleKind, binding.roleKind === 'Role' ? binding.object.namespace : '', binding.roleName);
}

/** Rules that a binding really gives: none of cluster-scoped resources behind a RoleBinding. */
export function listPermissions(inventory: Inventory, binding: Binding): readonly Rule[] | Unknown {
  const role = findRole(inventory, binding);
  const shipped = binding.roleKind === 'ClusterRole' ? SHIPPED_ROLES.get(binding.roleName) : undefined;
  const rules = role === undefined ? shipped : listRules(inventory, role);
  if (rules === undefined) {
    return new Unknown('binding.permissions', `${binding.roleKind} '${binding.roleName}' is not among the objects given`);
  }
  return binding.clusterWide ? rules : rules.map(restrictToNamespace);
}

/** Bindings that reach an account: by name, or by a group that every account, or every one of its namespace, belongs to. */
export function listAccountBindings(inventory: Inventory, account: Account): readonly Binding[] {
  const bySubject = inventory.join('bindings-of-subjects', () => groupBySubject(listBindings(inventory)));
  const keys = [
    `ServiceAccount/${account.namespace}/${account.name}`,
    'Group//system:serviceaccounts',
    `Group//system:serviceaccounts:${account.namespace}`,
  ];
  return keys
    .flatMap(key => bySubject.get(key) ?? [])
    .filter(binding => binding.clusterWide || binding.object.namespace === account.namespace);
}

function groupBySubject(bindings: readonly Binding[]): ReadonlyMap<string, readonly Binding[]> {
  const pairs = bindings.flatMap(binding =>
    binding.subjects.map(subject => ({ key: `${subject.kind}/${subject.namespace}/${subject.name}`, binding })),
  );
  return new Map([...Map.groupBy(pairs, pair => pair.key)].map(([key, group]) => [key, group.map(pair => pair.binding)]));
}
