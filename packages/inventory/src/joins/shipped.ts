import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { SHIPPED_ROLES } from '../model/shipped-roles.ts';
import { listPowers } from './powers.ts';
import { type Binding, findRole, listRules, type Subject } from './rbac.ts';
import { SHIPPED_POWERS } from './shipped-powers.ts';

/**
 * Whether an object is marked as created by Kubernetes or kubeadm. Nothing protects the marks, so what is known about the
 * shipped objects is compared too.
 */
function isMarked(object: InventoryObject): boolean {
  return object.labels['kubernetes.io/bootstrapping'] === 'rbac-defaults' || isReserved(object.name);
}

function isReserved(name: string): boolean {
  return name.startsWith('system:') || name.startsWith('kubeadm:');
}

/** Whether a role is as Kubernetes ships it: marked, or one of the four user-facing ones, and without a power that the shipped one lacks. */
export function isShippedRole(inventory: Inventory, role: InventoryObject): boolean {
  const userFacing = role.kind === 'ClusterRole' ? SHIPPED_ROLES.get(role.name) : undefined;
  if (userFacing === undefined && !isMarked(role)) return false;
  const allowed = userFacing === undefined ? SHIPPED_POWERS.get(role.name) : listPowers(userFacing);
  return allowed === undefined || listPowers(listRules(inventory, role)).every(power => allowed.includes(power));
}

/** Whether what a binding gives is a role as Kubernetes ships it; one outside the set is taken as unaltered. */
export function givesShippedRole(inventory: Inventory, binding: Binding): boolean {
  const role = findRole(inventory, binding);
  if (role !== undefined) return isShippedRole(inventory, role);
  return SHIPPED_POWERS.has(binding.roleName) || (binding.roleKind === 'ClusterRole' && SHIPPED_ROLES.has(binding.roleName));
}

/** Whether a binding is as Kubernetes ships it, in name, role and subjects; a role that nothing binds, whether the role is. */
export function isShippedBinding(inventory: Inventory, binding: Binding): boolean {
  const { object, roleName, subjects } = binding;
  if (!binding.bound) return isShippedRole(inventory, object);
  if (roleName === 'cluster-admin') return subjects.every(subject => isAdministrator(object.name, subject));
  if (!isMarked(object)) return false;
  if (!SHIPPED_POWERS.has(object.name)) return !SHIPPED_POWERS.has(roleName) || givesShippedRole(inventory, binding);
  return (
    roleName === object.name && subjects.every(subject => isShippedSubject(object.name, subject)) && givesShippedRole(inventory, binding)
  );
}

/** The shipped binding of cluster-admin, and the one that kubeadm adds since 1.29. */
function isAdministrator(binding: string, { kind, name }: Subject): boolean {
  if (kind !== 'Group') return false;
  return (binding === 'cluster-admin' && name === 'system:masters') || (binding === 'kubeadm:cluster-admins' && name === binding);
}

/** Subjects that stand for many, and the shipped bindings that name them. */
const WIDE_SUBJECTS = new Map<string, readonly string[]>([
  ['system:anonymous', []],
  ['system:unauthenticated', ['system:public-info-viewer']],
  ['system:authenticated', ['system:basic-user', 'system:discovery', 'system:public-info-viewer']],
  ['system:serviceaccounts', ['system:service-account-issuer-discovery']],
]);

function isShippedSubject(binding: string, { kind, name, namespace }: Subject): boolean {
  if (kind === 'ServiceAccount') return namespace === 'kube-system';
  const bindings = WIDE_SUBJECTS.get(name);
  if (bindings !== undefined) return bindings.includes(binding);
  return isReserved(name) && !name.startsWith('system:serviceaccount');
}
