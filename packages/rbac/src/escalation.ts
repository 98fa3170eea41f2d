import type { Authorizer } from './authorizer.ts';
import { coverRules } from './covers.ts';
import type { Binding, Role } from './role.ts';
import type { PolicyRule } from './rule.ts';
import { MASTERS, type User } from './user.ts';

/** What the escalation guard of the API server says, beside whether the write itself is allowed. */
export interface GuardVerdict {
  readonly allowed: boolean;
  /** What decided: membership of system:masters, the verb that bypasses the guard, or the comparison of the rules. */
  readonly by: 'masters' | 'escalate' | 'bind' | 'covers';
  /** Single permissions that the user lacks. */
  readonly uncovered: readonly PolicyRule[];
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

/**
 * Whether a user may create or update a role with these rules. On create a request carries no name, so that `escalate` limited to names does not help.
 *
 * @throws RbacError `rules-too-large`
 */
export function guardRole(
  authorizer: Authorizer,
  user: User,
  role: Omit<Role, 'index' | 'labels'>,
  operation: 'create' | 'update',
): GuardVerdict {
  const request = toRoleRequest(role.kind, 'escalate', operation === 'create' ? '' : role.name, role.namespace);
  if (user.groups.includes(MASTERS)) return { allowed: true, by: 'masters', uncovered: [] };
  if (authorizer.authorize(user, request).allowed) return { allowed: true, by: 'escalate', uncovered: [] };
  // Whoever may label another role decides what an aggregated one becomes.
  return compare(authorizer, user, role.aggregates === undefined ? role.rules : [...EVERYTHING, ...role.rules], role.namespace);
}

/**
 * Whether a user may bind subjects to a role. A role that does not exist can only be bound with `bind`.
 *
 * @throws RbacError `rules-too-large`
 */
export function guardBinding(authorizer: Authorizer, user: User, binding: Omit<Binding, 'index' | 'subjects'>): GuardVerdict {
  const request = toRoleRequest(binding.roleKind, 'bind', binding.roleName, binding.namespace);
  if (user.groups.includes(MASTERS)) return { allowed: true, by: 'masters', uncovered: [] };
  if (authorizer.authorize(user, request).allowed) return { allowed: true, by: 'bind', uncovered: [] };
  const found = authorizer.findRole(binding);
  return found === undefined ? { allowed: false, by: 'covers', uncovered: [] } : compare(authorizer, user, found.rules, binding.namespace);
}

/** The verbs are asked of the role, in the namespace of the binding, never of the binding. */
function toRoleRequest(kind: string, verb: string, name: string, namespace: string) {
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  return { verb, group: 'rbac.authorization.k8s.io', resource, subresource: '', name, namespace };
}

function compare(authorizer: Authorizer, user: User, requested: readonly PolicyRule[], namespace: string): GuardVerdict {
  const owned = authorizer.listRules(user, namespace).map(({ rule }) => rule);
  const { covered, uncovered } = coverRules(owned, requested);
  return { allowed: covered, by: 'covers', uncovered };
}
