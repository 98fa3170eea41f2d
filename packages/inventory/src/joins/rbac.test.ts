import { Unknown } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { findAccount } from './accounts.ts';
import { listAccountBindings, listBindings, listPermissions, listRules } from './rbac.ts';

const API = 'rbac.authorization.k8s.io/v1';
const NO_NAMESPACE = { namespace: undefined };
const rules = (...resources: readonly string[]) => resources.map(resource => ({ verbs: ['get'], apiGroups: [''], resources: [resource] }));
const role = (name: string, ...resources: readonly string[]) => buildObject(API, 'Role', name, { rules: rules(...resources) });
const clusterRole = (name: string, resources: readonly string[], rest: Raw = {}, labels: Raw = {}) =>
  buildObject(API, 'ClusterRole', name, { rules: rules(...resources), ...rest }, { ...NO_NAMESPACE, labels });
const binding = (name: string, kind: string, roleName: string, subjects: readonly unknown[] = [], metadata: Raw = {}) =>
  buildObject(API, 'RoleBinding', name, { roleRef: { kind, name: roleName }, subjects }, metadata);
const clusterBinding = (name: string, roleName: string, subjects: readonly unknown[] = []) =>
  buildObject(API, 'ClusterRoleBinding', name, { roleRef: { kind: 'ClusterRole', name: roleName }, subjects }, NO_NAMESPACE);
const aggregate = (...labels: readonly Raw[]) => ({
  aggregationRule: { clusterRoleSelectors: labels.map(matchLabels => ({ matchLabels })) },
});

describe('aggregation', () => {
  const parts = [
    clusterRole('a', ['pods'], {}, { to: 'x' }),
    clusterRole('b', ['secrets'], {}, { to: 'y' }),
    clusterRole('c', ['nodes'], {}, { other: 'x' }),
    role('d', 'configmaps'),
  ];
  test.each<[string, Raw, readonly string[]]>([
    ['no aggregation', clusterRole('sum', ['own']), ['own']],
    ['one selector', clusterRole('sum', [], aggregate({ to: 'x' })), ['pods']],
    ['two selectors', clusterRole('sum', [], aggregate({ to: 'x' }, { to: 'y' })), ['pods', 'secrets']],
    ['own rules besides', clusterRole('sum', ['own'], aggregate({ to: 'x' })), ['own', 'pods']],
    ['a selector that takes nothing', clusterRole('sum', ['own'], aggregate({ to: 'z' })), ['own']],
    ['itself only once', clusterRole('sum', ['own'], aggregate({ self: 'x' }), { self: 'x' }), ['own']],
    ['no selectors', clusterRole('sum', ['own'], { aggregationRule: { clusterRoleSelectors: [] } }), ['own']],
    ['junk', clusterRole('sum', ['own'], { aggregationRule: [null], rules: [null, 'x', ...rules('own')] }), ['own']],
  ])('%s', (_, sum, expected) => {
    const inventory = buildInventory([sum, ...parts]);
    const found = inventory.find('ClusterRole', '', 'sum');
    expect(found && listRules(inventory, found).flatMap(rule => rule.resources)).toStrictEqual(expected);
  });
});

test('bindings, and roles that nothing binds', () => {
  const inventory = buildInventory([
    role('used', 'pods'),
    role('unused', 'pods'),
    clusterRole('shared', ['nodes']),
    clusterRole('alone', ['nodes']),
    binding('one', 'Role', 'used'),
    binding('two', 'ClusterRole', 'shared'),
    binding('elsewhere', 'Role', 'unused', [], { namespace: 'other' }),
  ]);
  const rows = listBindings(inventory).map(({ object, bound, clusterWide, roleKind, roleName }) => [
    object.name,
    bound,
    clusterWide,
    `${roleKind} ${roleName}`,
  ]);
  expect(rows).toStrictEqual([
    ['one', true, false, 'Role used'],
    ['two', true, false, 'ClusterRole shared'],
    ['elsewhere', true, false, 'Role unused'],
    ['unused', false, false, 'Role unused'],
    ['alone', false, true, 'ClusterRole alone'],
  ]);
});

test('subjects take the namespace that their kind has', () => {
  const subjects = [
    { kind: 'ServiceAccount', name: 'a' },
    { kind: 'ServiceAccount', name: 'b', namespace: 'other' },
    { kind: 'User', name: 'u' },
    { kind: 'Group', name: 'g' },
    null,
    'x',
  ];
  const inventory = buildInventory([binding('one', 'Role', 'r', subjects), clusterBinding('two', 'r', subjects.slice(0, 1))]);
  expect(listBindings(inventory).map(found => found.subjects)).toStrictEqual([
    [
      { kind: 'ServiceAccount', name: 'a', namespace: 'shop' },
      { kind: 'ServiceAccount', name: 'b', namespace: 'other' },
      { kind: 'User', name: 'u', namespace: '' },
      { kind: 'Group', name: 'g', namespace: '' },
    ],
    [{ kind: 'ServiceAccount', name: 'a', namespace: '' }],
  ]);
});

test('permissions are those of the role, without what the binding cannot give', () => {
  const inventory = buildInventory([
    clusterRole('mixed', ['pods', 'nodes']),
    role('local', 'secrets'),
    clusterBinding('wide', 'mixed'),
    binding('narrow', 'ClusterRole', 'mixed'),
    binding('local', 'Role', 'local'),
    binding('gone', 'Role', 'gone'),
    binding('shipped', 'ClusterRole', 'view'),
  ]);
  const given = listBindings(inventory).map(found => {
    const permissions = listPermissions(inventory, found);
    return [found.object.name, permissions instanceof Unknown ? permissions.reason : permissions.flatMap(rule => rule.resources).length];
  });
  const shipped = given.pop();
  expect(given).toStrictEqual([
    ['narrow', 1],
    ['local', 1],
    ['gone', "Role 'gone' is not among the objects given"],
    ['shipped', expect.any(Number)],
  ]);
  expect(shipped).toStrictEqual(['wide', 2]);
});

test('bindings that reach an account: by name and by its groups', () => {
  const account = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };
  const inventory = buildInventory([
    clusterBinding('by-name', 'r', [account]),
    clusterBinding('by-group', 'r', [{ kind: 'Group', name: 'system:serviceaccounts' }]),
    clusterBinding('by-namespace', 'r', [{ kind: 'Group', name: 'system:serviceaccounts:shop' }]),
    clusterBinding('by-other-namespace', 'r', [{ kind: 'Group', name: 'system:serviceaccounts:other' }]),
    clusterBinding('user-of-that-name', 'r', [{ kind: 'User', name: 'web' }]),
    binding('here', 'Role', 'r', [{ kind: 'ServiceAccount', name: 'web' }]),
    binding('there', 'Role', 'r', [account], { namespace: 'other' }),
  ]);
  const names = listAccountBindings(inventory, findAccount(inventory, 'shop', 'web')).map(found => found.object.name);
  expect(names.toSorted()).toStrictEqual(['by-group', 'by-name', 'by-namespace', 'here']);
});
