/** What a request asks for; a role is a set of these. */
export const PERMISSIONS = [
  /** Nothing: also without login. */
  'public',
  /** Any login: about oneself. */
  'self',
  /** Reading what is in one's scope. */
  'view',
  /** Asking for an exception in one's scope. */
  'request-exception',
  /** Deciding about exceptions. */
  'approve-exception',
  /** Asking for a response in one's scope; what it would change may be seen at once. */
  'request-response',
  /** Acting on clusters in one's scope, approving what others ask for, and taking it back. */
  'respond',
  /** Everything that changes the installation. */
  'administer',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const OF_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  admin: new Set(PERMISSIONS),
  viewer: new Set<Permission>(['public', 'self', 'view', 'request-exception', 'request-response']),
};

/** Whether somebody may; without a role only what is public. */
export function isPermitted(role: Role | undefined, permission: Permission): boolean {
  return permission === 'public' || (role !== undefined && OF_ROLE[role].has(permission));
}
