import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, toObjects } from '@breakwater/manifest';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { listBindings } from './rbac.ts';
import { isShippedBinding, isShippedRole } from './shipped.ts';

const API = 'rbac.authorization.k8s.io/v1';
const rule = (verb: string, resource: string) => ({ verbs: [verb], apiGroups: [''], resources: [resource] });
const role = (name: string, rules: readonly Raw[], metadata: Raw = {}) => buildObject(API, 'ClusterRole', name, { rules }, metadata);
const binding = (name: string, roleName: string, subjects: readonly Raw[], metadata: Raw = {}) =>
  buildObject(API, 'ClusterRoleBinding', name, { roleRef: { kind: 'ClusterRole', name: roleName }, subjects }, metadata);
const group = (name: string) => ({ kind: 'Group', name });
const user = (name: string) => ({ kind: 'User', name });
const LABELS = { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } };

describe('isShippedRole', () => {
  test.each<[string, Raw, boolean]>([
    ['another name', role('app', [rule('get', 'pods')]), false],
    ['the label', role('app', [rule('get', 'pods')], LABELS), true],
    ['another value of the label', role('app', [], { labels: { 'kubernetes.io/bootstrapping': 'no' } }), false],
    ['a reserved name that nobody knows', role('system:vendor', [rule('*', '*')]), true],
    ['a known name with its power', role('system:kubelet-api-admin', [rule('get', 'nodes/proxy')]), true],
    ['a known name with another power', role('system:basic-user', [rule('list', 'secrets')]), false],
    ['a known name with another power and the label', role('system:basic-user', [rule('list', 'secrets')], LABELS), false],
    ['a user-facing one without label', role('edit', [rule('create', 'pods')]), true],
    ['a user-facing one that was extended', role('view', [rule('get', 'secrets')], LABELS), false],
    ['a Role of a user-facing name', buildObject(API, 'Role', 'edit', { rules: [] }), false],
  ])('%s', (_, object, expected) => {
    const inventory = buildInventory([object]);
    expect(inventory.objects.map(found => isShippedRole(inventory, found))).toStrictEqual([expected]);
  });
});

describe('isShippedBinding', () => {
  test.each<[string, readonly Raw[], boolean]>([
    ['cluster-admin as shipped', [binding('cluster-admin', 'cluster-admin', [group('system:masters')])], true],
    ['cluster-admin as kubeadm adds it', [binding('kubeadm:cluster-admins', 'cluster-admin', [group('kubeadm:cluster-admins')])], true],
    ['cluster-admin with one more', [binding('cluster-admin', 'cluster-admin', [group('system:masters'), user('eve')])], false],
    ['cluster-admin under a reserved name', [binding('system:vendor', 'cluster-admin', [user('eve')], LABELS)], false],
    ['a known name', [binding('system:node-proxier', 'system:node-proxier', [user('system:kube-proxy')])], true],
    ['a known name without subjects', [binding('system:node', 'system:node', [])], true],
    ['a known name with another role', [binding('system:node-proxier', 'system:node', [user('system:kube-proxy')])], false],
    ['a known name with a user', [binding('system:node-proxier', 'system:node-proxier', [user('eve')])], false],
    ['a known name with an account as user', [binding('system:node', 'system:node', [user('system:serviceaccount:a:b')])], false],
    ['a known name with anonymous users', [binding('system:discovery', 'system:discovery', [group('system:unauthenticated')])], false],
    ['a known name with all users', [binding('system:node', 'system:node', [group('system:authenticated')])], false],
    [
      'a known name of a role that was altered',
      [binding('system:discovery', 'system:discovery', []), role('system:discovery', [rule('get', 'secrets')])],
      false,
    ],
    ['a reserved name that nobody knows', [binding('system:vendor', 'vendor', [user('eve')])], true],
    ['the label', [binding('app', 'vendor', [user('eve')], LABELS)], true],
    ['no mark', [binding('app', 'system:node', [user('system:node:a')])], false],
  ])('%s', (_, objects, expected) => {
    const inventory = buildInventory(objects);
    const [first] = listBindings(inventory);
    expect(first && isShippedBinding(inventory, first)).toBe(expected);
  });
});

describeWithShared('RBAC of a vanilla cluster', ['oracles', 'rbac', 'bootstrap'], folder => {
  const objects = readdirSync(folder).flatMap(file =>
    toObjects(readManifest(readFileSync(join(folder, file)), { source: file })).objects.map(object => object.value as Raw),
  );

  test('every role and binding is as shipped', () => {
    const inventory = buildInventory(objects);
    const altered = listBindings(inventory).filter(found => !isShippedBinding(inventory, found));
    expect(altered.map(found => found.object.name)).toStrictEqual([]);
    expect(inventory.listKind('Role', 'ClusterRole').filter(found => !isShippedRole(inventory, found))).toStrictEqual([]);
    expect(inventory.objects.length).toBeGreaterThan(100);
  });

  test('every role but cluster-admin is altered by one rule for everything', () => {
    const widened = objects.map(object =>
      object['roleRef'] === undefined ? { ...object, rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] } : object,
    );
    const inventory = buildInventory(widened);
    const shipped = inventory.listKind('Role', 'ClusterRole').filter(found => isShippedRole(inventory, found));
    expect(shipped.map(found => found.name)).toStrictEqual(['cluster-admin']);
  });
});
