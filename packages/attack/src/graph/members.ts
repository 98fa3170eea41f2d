import type { ResolvedRole } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import type { Connection } from '../edge.ts';
import {
  ANY_USER,
  accountNode,
  anyAccount,
  anyPod,
  anyPort,
  anyRole,
  anySecret,
  logs,
  type NodeReference,
  RUNNING_ACCOUNTS,
  secretNode,
  traffic,
  workloadNode,
} from './node.ts';

/** What `listMembers` reads. */
export const MEMBER_READS = ['namespaces', 'classes', 'accounts', 'secrets', 'users', 'toToken'] as const;

/** From each group to its members, and from the groups of the cluster to those of namespaces. */
export function* listMembers({ namespaces, classes, accounts, secrets, users, toToken }: AttackWorld): Generator<Connection> {
  for (const group of [anyPod, anyAccount, anySecret, anyPort, traffic, logs]) {
    for (const namespace of namespaces) yield toMember(group(''), group(namespace));
  }
  for (const { part } of classes) yield toMember(anyPod(part.namespace), workloadNode(part.name));
  for (const { namespace, name } of accounts) yield toMember(anyAccount(namespace), accountNode(namespace, name));
  for (const { namespace, name } of secrets) yield toMember(anySecret(namespace), secretNode(namespace, name));
  for (const user of users) yield toMember(ANY_USER, user);
  yield toMember(ANY_USER, anyAccount(''));
  const running = new Set(
    classes
      .filter(({ part }) => ['automounted', 'mounted'].includes(toToken(part)))
      .map(({ part }) => accountNode(part.namespace, part.account).name),
  );
  for (const { namespace, name } of accounts) {
    const account = accountNode(namespace, name);
    if (running.has(account.name)) yield toMember(RUNNING_ACCOUNTS, account);
  }
}

/** Roles of the namespaces in which somebody may bind any: those namespaces are few, so that only their roles are taken in. */
export function* listRoleMembers(
  { namespaces, toGrant }: AttackWorld,
  roles: Iterable<ResolvedRole>,
  isAsked: (namespace: string) => boolean,
  expanded: Set<string>,
): Generator<Connection> {
  const isEverywhere = isAsked('');
  const asked = new Set(namespaces.filter(namespace => !expanded.has(namespace) && (isEverywhere || isAsked(namespace))));
  for (const namespace of asked) {
    expanded.add(namespace);
    if (isEverywhere) yield toMember(anyRole(''), anyRole(namespace));
  }
  if (asked.size === 0) return;
  for (const { role } of roles) {
    if (role.kind !== 'Role' || !asked.has(role.namespace)) continue;
    const node = toGrant('Role', role.name, role.namespace);
    if (node !== undefined) yield toMember(anyRole(role.namespace), node);
  }
}

function toMember(from: NodeReference, to: NodeReference): Connection {
  return { from, to, because: () => `${to.name} is one of ${from.name}` };
}
