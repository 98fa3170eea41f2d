import { describe, expect, test } from 'vitest';
import { Authorizer } from './authorizer.ts';
import { readRbac } from './read-rbac.ts';
import type { AccessRequest } from './request.ts';
import { binding, clusterBinding, clusterRole, role, rule } from './testing/build.ts';
import { toAccountUser, toAuthenticatedUser } from './user.ts';

const objects = [
  clusterRole('reader', [rule('get,list', 'pods'), rule('get', '*/scale', 'apps'), { verbs: ['get'], nonResourceURLs: ['/logs/*'] }]),
  clusterRole('named', [{ ...rule('get,list', 'secrets'), resourceNames: ['tls'] }]),
  clusterRole('all', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]),
  clusterRole('whole', [rule('get', 'overwritten')], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'whole' } }] } }),
  { ...clusterRole('part', [rule('watch', 'services')]), metadata: { name: 'part', labels: { to: 'whole' } } },
  clusterRole('bare', [rule('get', 'kept')], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'bare' } }] } }),
  role('shop', 'web', [rule('get', 'pods/exec,pods/*'), rule('get', 'nodes')]),
  clusterBinding('readers', 'reader', 'User/ann', 'Group/devs', 'User/ann'),
  clusterBinding('wholes', 'whole', 'User/wil'),
  clusterBinding('bares', 'bare', 'User/bob'),
  clusterBinding('lost', 'nothing', 'User/ann'),
  clusterBinding('nobody', 'all', 'ServiceAccount//web'),
  clusterBinding('accounts', 'named', 'Group/system:serviceaccounts:shop'),
  binding('shop', 'web', 'Role/web', 'ServiceAccount//web', 'User/eve'),
  binding('shop', 'locals', 'ClusterRole/all', 'User/sam', 'User/*'),
  binding('elsewhere', 'web', 'Role/web', 'User/eve'),
];

/** `get apps/deployments/scale name -n ns`, `get /healthz`. */
function toRequest(text: string): AccessRequest {
  const [verb = '', path = '', name = '', namespace = ''] = text.split(' ');
  if (path.startsWith('/')) return { verb, url: path };
  const [group = '', resource = '', subresource = ''] = path.split(':');
  return { verb, group, resource, subresource, name: name === '-' ? '' : name, namespace };
}

const cases: [who: string, request: string, reason: string | false][] = [
  ['ann', 'get :pods - shop', 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to User "ann"'],
  ['ann', 'get :pods', 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to User "ann"'],
  ['ann', 'GET :pods', false],
  ['ann', 'get :pods:log - shop', false],
  ['ann', 'get apps:deployments:scale web shop', 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to User "ann"'],
  ['ann', 'get :replicationcontrollers:scale web shop', false],
  ['ann', 'get /logs/a', 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to User "ann"'],
  ['ann', 'get /logs', false],
  [
    'system:serviceaccount:shop:web',
    'get :secrets tls shop',
    'RBAC: allowed by ClusterRoleBinding "accounts" of ClusterRole "named" to Group "system:serviceaccounts:shop"',
  ],
  ['system:serviceaccount:shop:web', 'get :secrets other shop', false],
  ['system:serviceaccount:shop:web', 'list :secrets - shop', false],
  [
    'system:serviceaccount:shop:web',
    'list :secrets tls shop',
    'RBAC: allowed by ClusterRoleBinding "accounts" of ClusterRole "named" to Group "system:serviceaccounts:shop"',
  ],
  [
    'system:serviceaccount:shop:web',
    'get :pods:exec a shop',
    'RBAC: allowed by RoleBinding "web/shop" of Role "web" to ServiceAccount "web/shop"',
  ],
  ['system:serviceaccount:shop:web', 'get :pods:log a shop', false],
  ['system:serviceaccount:shop:web', 'delete :pods a shop', false],
  ['eve', 'get :nodes a', false],
  ['eve', 'get :pods:exec a elsewhere', false],
  ['sam', 'delete :pods a shop', 'RBAC: allowed by RoleBinding "locals/shop" of ClusterRole "all" to User "sam"'],
  ['sam', 'delete :pods a', false],
  ['sam', 'get /healthz', false],
  ['tom', 'delete :pods a shop', false],
  ['wil', 'watch :services', 'RBAC: allowed by ClusterRoleBinding "wholes" of ClusterRole "whole" to User "wil"'],
  ['wil', 'get :overwritten', false],
  ['bob', 'get :kept', 'RBAC: allowed by ClusterRoleBinding "bares" of ClusterRole "bare" to User "bob"'],
];

describe('authorizer', () => {
  const authorizer = new Authorizer(readRbac(objects));

  test.each(cases)('%s: %s', (who, request, reason) => {
    const decision = authorizer.authorize(toAuthenticatedUser(who), toRequest(request));
    expect([decision.allowed, decision.allowed && decision.reason]).toStrictEqual([reason !== false, reason]);
  });

  test('a role that is not there is an error, and the other bindings count', () => {
    const missing = 'clusterrole.rbac.authorization.k8s.io "nothing" not found';
    expect(authorizer.authorize(toAuthenticatedUser('ann'), toRequest('delete :pods'))).toStrictEqual({
      allowed: false,
      reason: `RBAC: ${missing}`,
      grant: undefined,
      errors: [missing],
    });
  });

  test('members of system:masters need no role', () => {
    expect(authorizer.authorize(toAuthenticatedUser('root', ['system:masters']), toRequest('delete :nodes'))).toStrictEqual({
      allowed: true,
      reason: '',
      grant: undefined,
      errors: [],
    });
  });

  test('says by which binding, role and rule', () => {
    const { grant } = authorizer.authorize(toAuthenticatedUser('ann', ['devs']), toRequest('list :pods'));
    expect([grant?.binding.index, grant?.role.index, grant?.rule.verbs, grant?.subject]).toStrictEqual([
      7,
      0,
      ['get', 'list'],
      { kind: 'User', name: 'ann', namespace: '' },
    ]);
  });

  test.each([
    ['get :pods - shop', ['readers', 'nobody', 'locals']],
    ['get :pods', ['readers', 'nobody']],
    ['get :pods:exec x shop', ['nobody', 'web', 'locals']],
    ['get :pods:log x elsewhere', ['nobody']],
    ['get /logs/a', ['readers']],
    ['get apps:statefulsets:scale', ['readers', 'nobody']],
  ])('who can %s', (request, bindings) => {
    expect(authorizer.whoCan(toRequest(request)).map(({ binding: { name } }) => name)).toStrictEqual(bindings);
  });

  test('implicit groups', () => {
    expect([
      toAccountUser('shop', 'web'),
      toAuthenticatedUser('system:anonymous'),
      toAuthenticatedUser('system:node:a'),
      toAuthenticatedUser('ann', ['devs']),
    ]).toStrictEqual([
      {
        name: 'system:serviceaccount:shop:web',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      },
      { name: 'system:anonymous', groups: ['system:unauthenticated'] },
      { name: 'system:node:a', groups: ['system:nodes', 'system:authenticated'] },
      { name: 'ann', groups: ['devs', 'system:authenticated'] },
    ]);
  });
});
