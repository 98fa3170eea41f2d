import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, toObjects } from '@breakwater/manifest';
import { Authorizer, listSubjects, type ResourceRequest, readRbac, toAccountUser, toAuthenticatedUser } from '@breakwater/rbac';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';

describeWithShared('a cluster as it comes', ['oracles', 'rbac', 'bootstrap'], folder => {
  const files = readdirSync(folder).filter(file => file.endsWith('.yaml'));
  const objects = files.flatMap(file => toObjects(readManifest(readFileSync(join(folder, file)), { source: file })).objects);
  const authorizer = new Authorizer(readRbac(objects.map(({ value }) => value)));
  const ask = (verb: string, resource: string, group = '', namespace = ''): ResourceRequest => ({
    verb,
    group,
    resource,
    subresource: '',
    name: '',
    namespace,
  });

  test('has no fault', () => {
    expect(authorizer.faults).toStrictEqual([]);
    expect(objects.length).toBeGreaterThan(100);
  });

  test('nobody but system:masters and controllers does something with secrets everywhere', () => {
    const names = listSubjects(authorizer, ask('list', 'secrets')).map(({ kind, namespace, name }) => `${kind} ${namespace} ${name}`);
    expect(names.filter(name => !name.startsWith('ServiceAccount kube-system '))).toStrictEqual([
      'Group  system:masters',
      'User  system:kube-controller-manager',
    ]);
  });

  test.each([
    ['system:anonymous', { verb: 'get', url: '/version' }, true],
    ['system:anonymous', { verb: 'get', url: '/api/v1' }, false],
    ['ann', { verb: 'get', url: '/api/v1' }, true],
    ['ann', ask('create', 'selfsubjectaccessreviews', 'authorization.k8s.io'), true],
    ['ann', ask('list', 'pods', '', 'default'), false],
    ['system:kube-scheduler', ask('list', 'pods'), true],
    ['system:kube-scheduler', ask('delete', 'nodes'), false],
  ])('%s %j: %s', (who, request, allowed) => {
    expect(authorizer.authorize(toAuthenticatedUser(who), request).allowed).toBe(allowed);
  });

  test.each([
    ['view', 'list', 'pods', true],
    ['view', 'list', 'secrets', false],
    ['edit', 'list', 'secrets', true],
    ['edit', 'create', 'rolebindings', false],
    ['admin', 'create', 'rolebindings', true],
  ])('%s, made of others, lets its account %s %s: %s', (role, verb, resource, allowed) => {
    const binding = {
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'shop' },
      roleRef: { kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: 'web' }],
    };
    const more = new Authorizer(readRbac([...objects.map(({ value }) => value), binding]));
    const group = resource === 'rolebindings' ? 'rbac.authorization.k8s.io' : '';
    expect(more.authorize(toAccountUser('shop', 'web'), ask(verb, resource, group, 'shop')).allowed).toBe(allowed);
  });
});
