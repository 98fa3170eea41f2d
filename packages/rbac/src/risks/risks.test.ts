import { nameObject } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { Authorizer } from '../authorizer.ts';
import { readRbac } from '../read-rbac.ts';
import { binding, clusterBinding, clusterRole, role, rule } from '../testing/build.ts';
import { DANGEROUS_PERMISSIONS } from './catalogue.ts';
import { listDeadRules } from './dead-rules.ts';
import { listLatent } from './latent.ts';
import { listRisks } from './list-risks.ts';
import { listStale } from './stale.ts';

const RBAC = 'rbac.authorization.k8s.io';
const nothing = () => false;

function read(objects: readonly object[]) {
  const set = readRbac(objects);
  return { set, authorizer: new Authorizer(set) };
}

function risksOf(objects: readonly object[], privileged: readonly string[] = [], leadsFurther = false) {
  const { set, authorizer } = read(objects);
  const options = { isExpected: nothing, privilegedNamespaces: new Set(privileged), leadsFurther: () => leadsFurther };
  return listRisks(set, authorizer, options).map(
    ({ id, name, severity, rule: place, subjects }) => `${id} ${name} ${severity} ${place} ${subjects.map(each => each.name).join()}`,
  );
}

const everywhere = (...rules: object[]) => [clusterRole('r', rules), clusterBinding('b', 'r', 'User/ann')];
const inShop = (...rules: object[]) => [role('shop', 'r', rules), binding('shop', 'b', 'Role/r', 'User/ann')];

/** Rules that meet one row, all of its needs. */
function rulesOf({ needs, names }: (typeof DANGEROUS_PERMISSIONS)[number]) {
  return needs.map(([first], index) => ({
    verbs: first?.verbs.slice(0, 1) ?? [],
    apiGroups: [first?.group ?? ''],
    resources: first?.resources.slice(0, 1) ?? [],
    ...(index === 0 && names !== undefined ? { resourceNames: names.slice(0, 1) } : {}),
  }));
}

describe('every row of the catalogue', () => {
  test.each(DANGEROUS_PERMISSIONS.map(row => [`${row.id} ${row.name}`, row] as const))('%s', (label, row) => {
    const found = risksOf(everywhere(...rulesOf(row)));
    const own = found.filter(hit => hit.startsWith(`${label} `));
    // A Secret that is made and read is told as what it leads to.
    const isHidden = row.unless !== undefined && found.some(hit => hit.startsWith(`${row.unless} `));
    expect([own, isHidden]).toStrictEqual(isHidden ? [[], true] : [[`${label} ${row.severity} 0 ann`], false]);
    const missed = rulesOf(row).map(each => ({ ...each, apiGroups: ['example.com'] }));
    expect(risksOf(everywhere(...missed))).toStrictEqual([]);
  });

  test('the catalogue knows P1 to P47 but those that rest on no rule', () => {
    const known = new Set(DANGEROUS_PERMISSIONS.map(({ id }) => Number(id.slice(1))));
    const missing = Array.from({ length: 47 }, (_, index) => index + 1).filter(number => !known.has(number));
    expect(missing).toStrictEqual([1, 41, 42, 43, 45, 47]);
  });
});

describe('severity and scope', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['everywhere', risksOf(everywhere(rule('create', 'pods'))), ['P10 pod-create critical 0 ann']],
    ['in a namespace one level less', risksOf(inShop(rule('create', 'pods'))), ['P10 pod-create high 0 ann']],
    ['in a privileged namespace not', risksOf(inShop(rule('create', 'pods')), ['shop']), ['P10 pod-create critical 0 ann']],
    ['nor where it leads further', risksOf(inShop(rule('create', 'pods')), [], true), ['P10 pod-create critical 0 ann']],
    ['cluster-admin is one finding', risksOf(everywhere(rule('*', '*', '*'))), ['P1 everything critical 0 ann']],
    ['nodes are no matter of a RoleBinding', risksOf(inShop(rule('get', 'nodes/proxy'))), []],
    ['ConfigMaps of kube-system only there', risksOf(inShop(rule('update', 'configmaps'))), []],
    ['names that are no danger', risksOf(everywhere({ ...rule('update', 'configmaps'), resourceNames: ['other'] })), []],
    ['writing bindings without bind', risksOf(everywhere(rule('create', 'rolebindings', RBAC))), ['P4 spread medium 0 ann']],
    [
      'the other half comes from another binding',
      risksOf([
        ...everywhere(rule('bind', 'clusterroles', RBAC)),
        clusterRole('w', [rule('create', 'rolebindings', RBAC)]),
        clusterBinding('c', 'w', 'User/ann'),
      ]),
      ['P3 bind critical 0 ann', 'P4 spread medium 0 ann'],
    ],
    [
      'who has not logged in',
      risksOf([clusterRole('r', []), clusterBinding('b', 'r', 'User/system:anonymous')]),
      ['P41 anybody critical -1 system:anonymous'],
    ],
    [
      'everybody',
      risksOf([clusterRole('r', [rule('list', 'secrets')]), clusterBinding('b', 'r', 'Group/system:authenticated')]),
      ['P6 secrets-read critical 0 system:authenticated', 'P42 everybody critical -1 system:authenticated'],
    ],
    [
      'the account that pods have by default',
      risksOf([clusterRole('r', [rule('list', 'secrets')]), binding('shop', 'b', 'ClusterRole/r', 'ServiceAccount/shop/default')]),
      ['P6 secrets-read high 0 default', 'P43 default-account medium -1 default'],
    ],
    [
      'system:masters',
      risksOf([clusterRole('r', []), clusterBinding('b', 'r', 'Group/system:masters')]),
      ['P1 masters critical -1 system:masters'],
    ],
    ['a role that is not there gives nothing', risksOf([clusterBinding('b', 'r', 'User/ann')]), []],
  ])('%s', (_, found, expected) => {
    expect(found).toStrictEqual(expected);
  });
});

describe('rules that give nothing', () => {
  const deadOf = (...objects: readonly object[]) =>
    listDeadRules(readRbac(objects), nothing).map(
      ({ name, object, rule: place, because }) => `${name} ${nameObject(object)} ${place}: ${because}`,
    );

  test.each<[readonly object[], readonly string[]]>([
    [
      [clusterRole('r', [rule('get', 'pods/*')])],
      [
        'subresource-wildcard ClusterRole r 0: pods/* is no wildcard and matches nothing; name the subresources, or write */log and the like',
      ],
    ],
    [[role('shop', 'r', [rule('get', 'nodes')])], ['cluster-scoped Role shop/r 0: nodes have no namespace: a Role cannot give them']],
    [[role('shop', 'r', [rule('patch', 'namespaces'), rule('bind', 'clusterroles', RBAC)])], []],
    [
      [clusterRole('r', [rule('get', 'nodes,pods')]), binding('shop', 'b', 'ClusterRole/r', 'User/ann')],
      ['cluster-scoped ClusterRole r 0: nodes have no namespace: RoleBindings, which alone name this role, cannot give them'],
    ],
    [
      [clusterRole('r', [rule('get', 'nodes')]), binding('shop', 'b', 'ClusterRole/r', 'User/ann'), clusterBinding('c', 'r', 'User/bob')],
      [],
    ],
    [
      [clusterRole('r', [{ ...rule('create,get', 'secrets'), resourceNames: ['a'] }])],
      ['nameless-verb ClusterRole r 0: create carry no name, so that resourceNames allow them never'],
    ],
    [
      [clusterRole('r', [{ ...rule('list', 'secrets'), resourceNames: ['a'] }])],
      ['nameless-verb ClusterRole r 0: list with resourceNames work only with the field selector metadata.name'],
    ],
    [
      [clusterRole('r', [{ ...rule('get', 'secrets'), resourceNames: ['*'] }])],
      ['name-wildcard ClusterRole r 0: the name * is no wildcard; leave resourceNames out'],
    ],
    [
      [role('shop', 'r', [{ verbs: ['get'], nonResourceURLs: ['/x'] }])],
      ['path-in-namespace Role shop/r 0: a Role gives no paths: requests for them have no namespace'],
    ],
    [
      [clusterRole('r', [rule('get', 'configmap')])],
      ["misspelt-resource ClusterRole r 0: there is no resource 'configmap'; it may mean 'configmaps'"],
    ],
    [[clusterRole('r', [rule('get', 'Pods')])], ["misspelt-resource ClusterRole r 0: there is no resource 'Pods'; it may mean 'pods'"]],
    [
      [clusterRole('r', [rule('get', 'deployments', 'extensions')])],
      ["wrong-group ClusterRole r 0: deployments are of API group 'apps', not of 'extensions'"],
    ],
    [[clusterRole('r', [rule('get', 'widgets', 'example.com'), rule('get', '*'), rule('get', '*/scale', 'apps')])], []],
    [
      [clusterBinding('b', 'r', 'ServiceAccount//web')],
      ['nobody ClusterRoleBinding b -1: ServiceAccount web has no namespace: it is nobody'],
    ],
    [[clusterBinding('b', 'r')], ['nobody ClusterRoleBinding b -1: it names no subject']],
  ])('%j', (objects, expected) => {
    expect(deadOf(...objects)).toStrictEqual(expected);
  });

  test('bind and escalate without what they need', () => {
    const { set, authorizer } = read([...everywhere(rule('bind,escalate', 'clusterroles', RBAC))]);
    expect(listLatent(set, authorizer, nothing).map(({ name, because }) => `${name}: ${because}`)).toStrictEqual([
      'latent: escalate clusterroles.rbac.authorization.k8s.io is without effect as long as nothing lets its subjects write them',
      'latent: bind clusterroles.rbac.authorization.k8s.io is without effect as long as nothing lets its subjects write them',
    ]);
  });

  test('what is shipped is not told', () => {
    expect(listDeadRules(readRbac([clusterRole('r', [rule('get', 'pods/*')])]), () => true)).toStrictEqual([]);
  });
});

test('bindings to what is not there', () => {
  const { set, authorizer } = read([
    binding(
      'shop',
      'a',
      'Role/gone',
      'ServiceAccount/shop/web',
      'ServiceAccount/shop/lost',
      'ServiceAccount/other/x',
      'ServiceAccount/shop/default',
    ),
    clusterBinding('b', 'gone', 'User/ann'),
  ]);
  const known = { existing: new Map([['shop', new Set(['web'])]]), used: new Map([['shop', new Set(['default'])]]) };
  expect(listStale(set, authorizer, known, nothing).map(({ name, because }) => `${name}: ${because}`)).toStrictEqual([
    'missing-role: Role shop/gone does not exist: whoever creates it decides what is given',
    'unused-account: no workload runs as ServiceAccount shop/web',
    'missing-account: ServiceAccount shop/lost does not exist: whoever creates it has what is given',
    'missing-role: ClusterRole gone does not exist: whoever creates it decides what is given',
  ]);
});
