import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Authorizer } from './authorizer.ts';
import { readRbac } from './read-rbac.ts';
import { binding, clusterBinding, clusterRole, role, rule } from './testing/build.ts';

const path = { verbs: ['get'], nonResourceURLs: ['/a'] };

const cases: [name: string, object: object, faults: string[]][] = [
  ['good role', role('shop', 'web', [rule('get', 'pods')]), []],
  ['good binding', binding('shop', 'web', 'Role/web', 'ServiceAccount//web', 'User/ann', 'Group/devs'), []],
  ['no verb', clusterRole('a', [{ apiGroups: [''], resources: ['pods'] }]), ['rules[0].verbs: at least one verb is needed']],
  [
    'neither group nor resource',
    clusterRole('a', [{ verbs: ['get'] }]),
    ["rules[0].apiGroups: at least one API group is needed; the core group is ''", 'rules[0].resources: at least one resource is needed'],
  ],
  ['path in a Role', role('shop', 'a', [path]), ['rules[0].nonResourceURLs: a Role cannot give paths; a ClusterRole can']],
  [
    'path and resource',
    clusterRole('a', [{ ...rule('get', 'pods'), ...path }]),
    ['rules[0].nonResourceURLs: one rule gives either resources or paths'],
  ],
  ['rules that are no list', clusterRole('a', 'x' as never), ['rules: is a list']],
  ['a rule that is no map', clusterRole('a', [5 as never]), ['rules[0]: a rule is a map']],
  ['verbs that are no texts', clusterRole('a', [{ ...rule('get', 'pods'), verbs: [5] }]), ['rules[0].verbs: every entry is a text']],
  ['no name', clusterRole('', [rule('get', 'pods')]), ['metadata.name: a name is needed']],
  [
    'aggregation without selector',
    clusterRole('a', [], { aggregationRule: {} }),
    ['aggregationRule.clusterRoleSelectors: at least one selector is needed'],
  ],
  [
    'ClusterRoleBinding to a Role',
    { ...clusterBinding('a', 'web', 'User/ann'), roleRef: { kind: 'Role', name: 'web', apiGroup: 'x' } },
    ['roleRef.apiGroup: is rbac.authorization.k8s.io, nothing else', 'roleRef.kind: a ClusterRoleBinding refers to a ClusterRole'],
  ],
  ['no role', binding('shop', 'a', 'Role/'), ['roleRef.name: the name of a role is needed']],
  [
    'subjects',
    { ...clusterBinding('a', 'web', 'ServiceAccount//x', 'Robot/r', 'User/'), apiVersion: 'rbac.authorization.k8s.io/v1beta1' },
    [
      'subjects[0].namespace: a ServiceAccount has a namespace',
      'subjects[1].kind: is User, Group or ServiceAccount, nothing else',
      'subjects[2].name: a name is needed',
    ],
  ],
  [
    'subject of a wrong group',
    { ...clusterBinding('a', 'web'), subjects: [{ kind: 'User', name: 'a', apiGroup: 'v1' }, 5] },
    ['subjects[0].apiGroup: is rbac.authorization.k8s.io, nothing else', 'subjects[1]: a subject is a map'],
  ],
  ['of another group', { ...clusterRole('', []), apiVersion: 'example.com/v1' }, []],
];

describe('what the API server would refuse', () => {
  test.each(cases)('%s', (_name, object, faults) => {
    expect(readRbac([object]).faults.map(fault => `${fault.path}: ${fault.message}`)).toStrictEqual(faults);
  });

  test('a namespace that is not named is the one given', () => {
    const [web, local] = [role('', 'web', []), binding('', 'web', 'Role/web')];
    const { roles, bindings } = readRbac([web, local], { namespace: 'shop' });
    expect([roles[0]?.namespace, bindings[0]?.namespace]).toStrictEqual(['shop', 'shop']);
  });

  test('anything is read, and something is answered', () => {
    const kind = fc.constantFrom('Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding');
    const junk = fc.record(
      {
        kind,
        metadata: fc.anything(),
        rules: fc.anything(),
        subjects: fc.anything(),
        roleRef: fc.anything(),
        aggregationRule: fc.anything(),
      },
      { requiredKeys: ['kind'] },
    );
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 4 }), objects => {
        const authorizer = new Authorizer(readRbac(objects));
        expect(authorizer.authorize({ name: 'u', groups: [] }, { verb: 'get', url: '/' }).allowed).toBe(false);
        expect(authorizer.faults.length).toBeGreaterThanOrEqual(objects.length);
      }),
    );
  });

  test('roles that all aggregate each other are bounded, and said to be', () => {
    const label = { labels: { a: 'b' } };
    const rules = Array.from({ length: 100 }, (_, index) => rule('get', `r${index}`));
    const wholes = Array.from({ length: 20 }, (_, index) => ({
      ...clusterRole(`w${index}`, [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }),
      metadata: { name: `w${index}`, ...label },
    }));
    const parts = Array.from({ length: 1000 }, (_, index) => ({
      ...clusterRole(
        `p${index}`,
        rules.map(each => ({ ...each, verbs: [`v${index}`] })),
      ),
      metadata: { name: `p${index}`, ...label },
    }));
    const { faults } = new Authorizer(readRbac([...wholes, ...parts]));
    expect(faults).toStrictEqual(
      wholes.slice(10).map((_, index) => ({
        index: index + 10,
        path: 'aggregationRule',
        message: 'aggregated roles have more than 1000000 rules together',
      })),
    );
  });
});
