/** Who asks, with the groups that authentication gives. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Members may do everything, the escalation guard included; no role says so. */
export const MASTERS = 'system:masters';
const ANONYMOUS = 'system:anonymous';
const NODE_PREFIX = 'system:node:';
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

export function toAccountUserName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export function toAccountUser(namespace: string, name: string): User {
  return toAuthenticatedUser(toAccountUserName(namespace, name));
}

/**
 * A user with the groups that Kubernetes adds by itself.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens
 */
export function toAuthenticatedUser(name: string, groups: readonly string[] = []): User {
  return { name, groups: [...new Set([...groups, ...listImplicitGroups(name)])] };
}

function listImplicitGroups(name: string): readonly string[] {
  if (name === ANONYMOUS) return ['system:unauthenticated'];
  const namespace = ACCOUNT.exec(name)?.[1];
  if (namespace !== undefined) return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return name.startsWith(NODE_PREFIX) ? ['system:nodes', 'system:authenticated'] : ['system:authenticated'];
}
