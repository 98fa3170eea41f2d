import { toAccountUserName, type User } from './user.ts';

/** Whom a binding names. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  /** Of service accounts only. */
  readonly namespace: string;
}

/** Users and groups live in the API group of RBAC, service accounts in the core group. */
export function toSubjectGroup({ kind }: Subject): string {
  return kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
}

/**
 * The key by which a subject is found: a service account is the user that it authenticates as. One without namespace means that of
 * the binding; behind a ClusterRoleBinding (`namespace` empty) it is nobody, as is a kind that does not exist.
 */
export function toSubjectKey(subject: Subject, namespace: string): string | undefined {
  if (subject.kind === 'User') return toUserKey(subject.name);
  if (subject.kind === 'Group') return toGroupKey(subject.name);
  const home = subject.namespace || namespace;
  return subject.kind === 'ServiceAccount' && home !== '' ? toUserKey(toAccountUserName(home, subject.name)) : undefined;
}

export function listUserKeys({ name, groups }: User): readonly string[] {
  return [toUserKey(name), ...groups.map(toGroupKey)];
}

function toUserKey(name: string): string {
  return `User/${name}`;
}

function toGroupKey(name: string): string {
  return `Group/${name}`;
}

/** The first of the subjects that a user is; undefined when it is none. `namespace` is that of the binding. */
export function findSubject(subjects: readonly Subject[], user: User, namespace: string): Subject | undefined {
  const keys = new Set(listUserKeys(user));
  return subjects.find(subject => {
    const key = toSubjectKey(subject, namespace);
    return key !== undefined && keys.has(key);
  });
}
