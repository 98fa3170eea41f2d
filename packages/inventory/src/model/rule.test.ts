import { describe, expect, test } from 'vitest';
import { formatSteps, grants, restrictToNamespace, toRule } from './rule.ts';

const rule = (verbs: string, groups: string, resources: string) =>
  toRule({ verbs: verbs.split(','), apiGroups: groups.split(','), resources: resources.split(',') }, ['rules', 0]);

/** Verbs, groups and resources of a rule; a verb, group and resource that are asked for: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
describe('grants', () => {
  test.each<[string, string, string, string, string, string, boolean]>([
    ['get', '', 'pods', 'get', '', 'pods', true],
    ['get', '', 'pods', 'list', '', 'pods', false],
    ['get', '', 'pods', 'get', 'apps', 'pods', false],
    ['get', '', 'pods', 'get', '', 'secrets', false],
    ['*', '', 'pods', 'delete', '', 'pods', true],
    ['get', '*', 'pods', 'get', 'apps', 'pods', true],
    ['get', '', '*', 'get', '', 'secrets', true],
    ['get', '', '*', 'get', '', 'pods/exec', true],
    ['*', '*', '*', 'escalate', 'rbac.authorization.k8s.io', 'clusterroles', true],
    ['create', '', 'pods', 'create', '', 'pods/exec', false],
    ['create', '', 'pods/exec', 'create', '', 'pods/exec', true],
    ['create', '', 'pods/exec', 'create', '', 'pods', false],
    ['create', '', '*/exec', 'create', '', 'pods/exec', true],
    ['create', '', '*/exec', 'create', '', 'pods', false],
    ['create', '', '*/exec', 'create', '', 'pods/attach', false],
    ['create', '', 'pods/*', 'create', '', 'pods/exec', false],
    ['get', '', 'pods/*', 'get', '', 'pods', false],
    ['get', '', 'po*', 'get', '', 'pods', false],
    ['get*', '', 'pods', 'get', '', 'pods', false],
    ['get', 'apps', 'deployments,statefulsets', 'get', 'apps', 'statefulsets', true],
    ['get,list', ',apps', 'pods', 'list', 'apps', 'pods', true],
    ['GET', '', 'pods', 'get', '', 'pods', false],
    ['', '', '', 'get', '', 'pods', false],
  ])('%s on %s/%s: %s %s/%s is %s', (verbs, groups, resources, verb, group, resource, expected) => {
    expect(grants(rule(verbs, groups, resources), [verb], group, [resource])).toBe(expected);
  });

  test('one of the verbs on one of the resources is enough, nothing asked is nothing granted', () => {
    const read = rule('get', '', 'secrets');
    expect(grants(read, ['list', 'get'], '', ['pods', 'secrets'])).toBe(true);
    expect(grants(read, [], '', ['secrets'])).toBe(false);
    expect(grants(read, ['get'], '', [])).toBe(false);
  });

  test('a rule without groups or resources, as for URLs, grants no resource', () => {
    expect(grants(toRule({ verbs: ['*'], nonResourceURLs: ['*'] }, []), ['get'], '', ['pods'])).toBe(false);
    expect(grants(toRule({ verbs: ['*'], resources: ['*'] }, []), ['get'], '', ['pods'])).toBe(false);
  });
});

test.each<[string, unknown]>([
  ['a list', []],
  ['texts', { verbs: 'get', apiGroups: '', resources: 'pods' }],
  ['entries of other types', { verbs: [1, null, {}], apiGroups: [[]], resources: [true], resourceNames: {}, nonResourceURLs: 5 }],
])('toRule reads nothing from %s', (_, raw) => {
  expect(toRule(raw as Record<string, unknown>, ['rules', 3])).toStrictEqual({
    verbs: [],
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: [],
    path: ['rules', 3],
  });
});

/** What a RoleBinding gives of a ClusterRole: nothing that lives outside namespaces, no URLs. */
describe('restrictToNamespace', () => {
  test.each<[string, string, string, string, boolean]>([
    ['get', 'pods', 'get', 'pods', true],
    ['get', 'pods/log', 'get', 'pods/log', true],
    ['get', 'nodes', 'get', 'nodes', false],
    ['get', 'nodes/proxy', 'get', 'nodes/proxy', false],
    ['get', 'persistentvolumes', 'get', 'persistentvolumes', false],
    ['*', '*', 'get', 'secrets', true],
    ['create', 'clusterrolebindings', 'create', 'clusterrolebindings', false],
    ['update', 'clusterroles', 'update', 'clusterroles', false],
    ['bind', 'clusterroles', 'bind', 'clusterroles', true],
    ['escalate', 'clusterroles', 'escalate', 'clusterroles', true],
    ['*', 'clusterroles', 'bind', 'clusterroles', true],
    ['bind', 'roles', 'bind', 'roles', true],
  ])('%s %s gives %s %s: %s', (verbs, resources, verb, resource, expected) => {
    expect(grants(restrictToNamespace(rule(verbs, '*', resources)), [verb], 'x', [resource])).toBe(expected);
  });

  test('takes URLs away and keeps the place', () => {
    const restricted = restrictToNamespace(toRule({ verbs: ['get'], nonResourceURLs: ['*'] }, ['rules', 1]));
    expect(restricted).toMatchObject({ verbs: ['get'], resources: [], nonResourceURLs: [], path: ['rules', 1] });
  });
});

test.each<[(string | number)[], string]>([
  [[], ''],
  [['rules', 0], 'rules[0]'],
  [['spec', 'containers', 0, 'ports', 1, 'name'], 'spec.containers[0].ports[1].name'],
  [[0, 'a'], '[0].a'],
  [['metadata', 'labels', 'a.b/c d'], 'metadata.labels["a.b/c d"]'],
])('formatSteps(%j) is %s', (path, text) => {
  expect(formatSteps(path)).toBe(text);
});
