import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { listGoals } from './search/goals.ts';
import { findPaths } from './search/paths.ts';
import { listAssumed } from './search/starts.ts';
import { buildBinding, buildGraph, buildHostPod, buildObject, buildPod, buildRole, give, listEdges } from './testing/build.ts';

/** What other tools get wrong: the edge that is there, or that is not. */
const CASES: readonly [error: string, objects: readonly Raw[], edge: string, edges: readonly string[]][] = [
  [
    '1 deployments and jobs make pods too',
    give('shop', 'create jobs.batch'),
    'create-pod-as',
    ['Role shop/r -> any service account of shop'],
  ],
  ['2 pods/* is no wildcard', give('shop', 'create pods/*'), 'exec', []],
  ['2 */exec is one', give('shop', 'create */exec'), 'exec', ['Role shop/r -> any pod of shop']],
  [
    '3 a rule with names is not dropped',
    [...give('shop', 'create pods/exec named web'), buildPod('shop/web'), buildPod('shop/db')],
    'exec',
    ['Role shop/r -> shop/web[Pod]'],
  ],
  ['4 a pod without its token is nobody', [buildPod('shop/web', { automountServiceAccountToken: false })], 'runs-as', []],
  ['5 an image that says nothing runs as root', [buildHostPod('/proc')], 'core-pattern', ['shop/web[Pod]/app -> worker nodes']],
  [
    '5 privileged suffices to trace processes of the node',
    [buildPod('shop/web', { hostPID: true }, { securityContext: { privileged: true } })],
    'ptrace-host',
    ['shop/web[Pod]/app -> worker nodes'],
  ],
  ['6 bind is asked of roles, not of bindings', give('', 'bind,create clusterrolebindings.rbac'), 'bind-role', []],
  [
    '6 bind on roles is what counts',
    give('', 'bind clusterroles.rbac', 'create clusterrolebindings.rbac'),
    'bind-role',
    ['ClusterRole r -> cluster-admin'],
  ],
  ['7 get of nodes/proxy runs commands', give('', 'get nodes/proxy'), 'kubelet-exec', ['ClusterRole r -> any pod']],
  [
    '9 the order of rules does not matter',
    give('', 'create clusterrolebindings.rbac', 'bind clusterroles.rbac'),
    'bind-role',
    ['ClusterRole r -> cluster-admin'],
  ],
  ['10 writing bindings without bind gives nothing', give('', 'create rolebindings.rbac,clusterrolebindings.rbac'), 'bind-role', []],
  ['11 get of exec is no exec from 1.35 on', give('shop', 'get pods/exec'), 'exec', []],
  ['12 exec needs no get of pods', give('shop', 'create pods/exec'), 'exec', ['Role shop/r -> any pod of shop']],
  ['15 nodes are no matter of a RoleBinding', give('shop', 'get nodes/proxy'), 'kubelet-exec', []],
  [
    '17 a RoleBinding to a ClusterRole is resolved',
    [buildRole('', 'r', 'list secrets'), buildBinding('shop', 'ClusterRole', 'r', 'User/ann')],
    'read-secret',
    ['ClusterRole r in shop -> any secret of shop'],
  ],
  [
    '18 a Role of another namespace is another role',
    [buildRole('other', 'r', 'list secrets'), buildBinding('shop', 'Role', 'r', 'User/ann')],
    'read-secret',
    [],
  ],
  ['19 reading pods everywhere leads nowhere', give('', 'get,list pods'), 'read-secret', []],
];

describe('errors of other tools', () => {
  test.each(CASES)('%s', (_, objects, id, expected) => {
    expect(listEdges(buildGraph(objects), id)).toStrictEqual(expected);
  });
});

const pathsOf = (objects: readonly Raw[]) => {
  const graph = buildGraph(objects);
  return findPaths({ graph, starts: listAssumed(graph), goals: listGoals(graph) });
};

test('8 every namespace whose accounts reach a goal is privileged, not kube-system alone', () => {
  const paths = pathsOf([
    ...give('ops', 'create pods'),
    buildObject('v1', 'ServiceAccount', 'ops/robot'),
    buildBinding('', 'ClusterRole', 'cluster-admin', 'ServiceAccount/ops/robot'),
  ]);
  const [path] = paths.filter(({ from, to }) => from === 'User ann' && to === 'cluster-admin');
  expect(path?.hops.map(({ edge, to }) => `${edge} ${to}`)).toStrictEqual([
    'holds Role ops/r',
    'create-pod-as ServiceAccount ops/robot',
    'holds cluster-admin',
  ]);
});

test('10 writing bindings alone is no way to cluster-admin', () => {
  expect(pathsOf(give('', 'create,update,patch rolebindings.rbac,clusterrolebindings.rbac'))).toStrictEqual([]);
});

test('14 paths to other goals than system:masters are not dropped', () => {
  expect(pathsOf(give('', 'list secrets')).map(({ from, to }) => `${from} ${to}`)).toStrictEqual(['User ann all-secrets']);
});

test('needs may be met by two roles together, and by a group', () => {
  const paths = pathsOf([
    buildRole('', 'binder', 'bind clusterroles.rbac'),
    buildRole('', 'writer', 'create clusterrolebindings.rbac'),
    buildBinding('', 'ClusterRole', 'binder', 'User/ann'),
    buildBinding('', 'ClusterRole', 'writer', 'Group/system:authenticated'),
  ]);
  expect(paths.map(({ from, to, hops }) => [from, to, hops.map(({ because }) => because)])).toStrictEqual([
    [
      'User ann',
      'cluster-admin',
      [
        'User ann may bind clusterroles.rbac.authorization.k8s.io by ClusterRole binder and create clusterrolebindings.rbac.authorization.k8s.io by ClusterRole writer',
      ],
    ],
  ]);
});
