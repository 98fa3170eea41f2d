import { describe, expect, test } from 'vitest';
import { Authorizer } from './authorizer.ts';
import { guardBinding, guardRole } from './escalation.ts';
import { readRbac, toRule } from './read-rbac.ts';
import { toWrittenRule } from './rule.ts';
import { binding, clusterBinding, clusterRole, rule } from './testing/build.ts';
import { toAuthenticatedUser } from './user.ts';

const RBAC = 'rbac.authorization.k8s.io';
const authorizer = new Authorizer(
  readRbac([
    clusterRole('reader', [rule('get,list', 'pods')]),
    clusterRole('escalator', [rule('escalate', 'roles,clusterroles', RBAC)]),
    clusterRole('named-escalator', [{ ...rule('escalate', 'roles', RBAC), resourceNames: ['web'] }]),
    clusterRole('binder', [{ ...rule('bind', 'clusterroles', RBAC), resourceNames: ['reader'] }]),
    clusterRole('root', [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]),
    clusterBinding('readers', 'reader', 'User/reader'),
    clusterBinding('escalators', 'escalator', 'User/escalator'),
    binding('shop', 'named', 'ClusterRole/named-escalator', 'User/named'),
    binding('shop', 'binders', 'ClusterRole/binder', 'User/binder'),
    binding('shop', 'local', 'ClusterRole/reader', 'User/local'),
    clusterBinding('roots', 'root', 'User/admin'),
  ]),
);

const web = { kind: 'Role', namespace: 'shop', name: 'web', rules: [toRule(rule('get', 'pods,secrets'))], aggregates: undefined } as const;
const whole = { kind: 'ClusterRole', namespace: '', name: 'whole', rules: [], aggregates: [{}] } as const;
const secrets = [rule('get', 'secrets')];
const everything = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

const show = (verdict: ReturnType<typeof guardRole>) => ({ ...verdict, uncovered: verdict.uncovered.map(toWrittenRule) });
const refused = (uncovered: readonly object[]) => ({ allowed: false, by: 'covers', uncovered });
const granted = (by: string) => ({ allowed: true, by, uncovered: [] });

describe('escalation guard', () => {
  test.each([
    ['reader lacks secrets', 'reader', web, 'create', refused(secrets)],
    ['escalate', 'escalator', web, 'create', granted('escalate')],
    ['escalate by name does not help to create', 'named', web, 'create', refused([rule('get', 'pods'), rule('get', 'secrets')])],
    ['escalate by name helps to update', 'named', web, 'update', granted('escalate')],
    ['all verbs include escalate', 'admin', web, 'create', granted('escalate')],
    ['an aggregated role may become anything', 'reader', whole, 'create', refused(everything)],
    ['an aggregated role of an administrator', 'admin', whole, 'create', granted('escalate')],
  ] as const)('role: %s', (_name, who, role, operation, verdict) => {
    expect(show(guardRole(authorizer, toAuthenticatedUser(who), role, operation))).toStrictEqual(verdict);
  });

  const local = { kind: 'RoleBinding', namespace: 'shop', name: 'b', roleKind: 'ClusterRole', roleName: 'reader' } as const;
  const wide = { ...local, kind: 'ClusterRoleBinding', namespace: '' } as const;
  test.each([
    ['bind in the namespace', 'binder', local, granted('bind')],
    ['bind in a namespace is not cluster-wide', 'binder', wide, refused([rule('get', 'pods'), rule('list', 'pods')])],
    ['what one has there may be given there', 'local', local, granted('covers')],
    ['but not everywhere', 'local', wide, refused([rule('get', 'pods'), rule('list', 'pods')])],
    ['a role that does not exist', 'reader', { ...local, roleName: 'nothing' }, refused([])],
  ] as const)('binding: %s', (_name, who, made, verdict) => {
    expect(show(guardBinding(authorizer, toAuthenticatedUser(who), made))).toStrictEqual(verdict);
  });

  test('nothing stops system:masters', () => {
    const root = toAuthenticatedUser('root', ['system:masters']);
    expect([guardRole(authorizer, root, web, 'create'), guardBinding(authorizer, root, wide)]).toStrictEqual([
      granted('masters'),
      granted('masters'),
    ]);
  });
});
