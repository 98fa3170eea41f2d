import { describe, expect, test } from 'vitest';
import { type Rule, restrictToNamespace, toRule } from '../model/rule.ts';
import { isAdministrative, listPowers } from './powers.ts';

const rule = (verbs: string, group: string, resources: string, names: readonly string[] = []): Rule =>
  toRule({ verbs: verbs.split(','), apiGroups: [group], resources: resources.split(','), resourceNames: names }, ['rules', 0]);
const RBAC = 'rbac.authorization.k8s.io';

describe('listPowers', () => {
  test.each<[string, readonly Rule[], readonly string[]]>([
    ['nothing', [], []],
    ['harmless reads', [rule('get,list', '', 'pods,configmaps')], []],
    ['each once', [rule('create', '', 'pods'), rule('patch', 'apps', 'deployments')], ['workload-create']],
    ['in the order of the table', [rule('get', '', 'pods/exec'), rule('list', '', 'secrets')], ['secrets-read', 'pod-exec']],
    ['writes of roles are not bind', [rule('create', RBAC, 'rolebindings')], ['rbac-write']],
    ['bind', [rule('bind', RBAC, 'clusterroles')], ['bind']],
    ['names do not limit an update', [rule('update', '', 'configmaps', ['a'])], ['config-map-write']],
    ['a rule with names grants no create', [rule('create', '', 'pods', ['a'])], []],
    ['nor deletecollection', [rule('deletecollection', '', 'events', ['a'])], []],
    ['but create on a sub-resource, whose name stands in the URL', [rule('create', '', 'serviceaccounts/token', ['a'])], ['token-create']],
  ])('%s', (_, rules, powers) => {
    expect(listPowers(rules)).toStrictEqual(powers);
  });

  test('all of them, and behind a RoleBinding those that reach no cluster-scoped resource', () => {
    const everything = rule('*', '*', '*');
    const all = listPowers([everything]);
    expect(all).toHaveLength(21);
    const inNamespace = listPowers([restrictToNamespace(everything)]);
    expect(all.filter(power => !inNamespace.includes(power))).toStrictEqual([
      'node-proxy',
      'admission-write',
      'certificate-sign',
      'volume-create',
    ]);
  });
});

test.each<[string, readonly Rule[], boolean]>([
  ['wildcards', [rule('*', '*', '*')], true],
  ['every verb by name', [rule('get,list,watch', '*', '*'), rule('create,update,patch,delete', '*', 'pods,*')], true],
  ['one verb short', [rule('get,list,watch,create,update,patch', '*', '*')], false],
  ['one group', [rule('*', '', '*')], false],
  ['some resources', [rule('*', '*', 'pods')], false],
  ['limited to names', [rule('*', '*', '*', ['a'])], false],
  ['nothing', [], false],
])('isAdministrative: %s', (_, rules, expected) => {
  expect(isAdministrative(rules)).toBe(expected);
});
