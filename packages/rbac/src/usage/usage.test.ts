import { nameObject } from '@breakwater/inventory';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Authorizer } from '../authorizer.ts';
import { readRbac } from '../read-rbac.ts';
import { allowsRequest, toWrittenRule } from '../rule.ts';
import { binding, clusterBinding, clusterRole, role, rule } from '../testing/build.ts';
import { buildLeastRoles } from './least-roles.ts';
import { listUnused } from './list-unused.ts';
import { readUse } from './read-use.ts';
import { UsageLog } from './usage-log.ts';

const WEB = 'system:serviceaccount:shop:web';
const nothing = () => false;

/** An event as the API server writes it: `get secrets/db shop`. */
function event(text: string, more: object = {}): string {
  const [verb, path = '', namespace] = text.split(' ');
  if (path.startsWith('/'))
    return JSON.stringify({
      stage: 'ResponseComplete',
      verb,
      user: { username: WEB },
      requestURI: `${path}?x=1`,
      responseStatus: { code: 200 },
      ...more,
    });
  const [whole = '', name] = path.split('=');
  const [resource, subresource] = whole.split('/');
  return JSON.stringify({
    stage: 'ResponseComplete',
    verb,
    user: { username: WEB, groups: ['system:authenticated'] },
    objectRef: {
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
    },
    responseStatus: { code: 200 },
    stageTimestamp: '2026-11-01T00:00:00Z',
    ...more,
  });
}

function read(...lines: readonly string[]) {
  const log = new UsageLog();
  for (const line of lines) log.add(line);
  return log.finish();
}

describe('events', () => {
  test.each<[string, string, unknown]>([
    [
      'a resource',
      event('get secrets=db shop'),
      {
        user: { name: WEB, groups: ['system:authenticated'] },
        request: { verb: 'get', group: '', resource: 'secrets', subresource: '', name: 'db', namespace: 'shop' },
        time: '2026-11-01T00:00:00Z',
      },
    ],
    ['a path', event('get /healthz'), { user: { name: WEB, groups: [] }, request: { verb: 'get', url: '/healthz' }, time: '' }],
    ['a refused request is a wish', event('get secrets shop', { responseStatus: { code: 403 } }), 'refused'],
    ['so is one that says so', event('get secrets shop', { annotations: { 'authorization.k8s.io/decision': 'forbid' } }), 'refused'],
    ['one that has not ended', event('get secrets shop', { stage: 'RequestReceived' }), 'not-complete'],
    ['no JSON', 'x', { fault: 'the line is no JSON object' }],
    ['no event', '{}', { fault: 'an audit event has user.username and verb' }],
  ])('%s', (_, line, expected) => {
    expect(readUse(line)).toStrictEqual(expected);
  });

  test('whoever is impersonated has used it; what is created has no name yet; a Namespace is in itself', () => {
    const used = [
      readUse(event('create pods=made shop', { impersonatedUser: { username: 'bob', groups: ['g'] } })),
      readUse(event('get namespaces=shop')),
      readUse(event('create pods/exec=web shop')),
    ];
    expect(used.map(use => (typeof use === 'object' && 'user' in use ? [use.user.name, use.request] : use))).toStrictEqual([
      ['bob', { verb: 'create', group: '', resource: 'pods', subresource: '', name: '', namespace: 'shop' }],
      [WEB, { verb: 'get', group: '', resource: 'namespaces', subresource: '', name: 'shop', namespace: 'shop' }],
      [WEB, { verb: 'create', group: '', resource: 'pods', subresource: 'exec', name: 'web', namespace: 'shop' }],
    ]);
  });

  test('are counted, and faults are told', () => {
    const usage = read(
      event('list pods shop'),
      event('list pods shop', { stageTimestamp: '2026-11-03T00:00:00Z' }),
      '',
      'x',
      event('get pods shop', { responseStatus: { code: 403 } }),
    );
    expect({ ...usage, uses: usage.uses.map(({ count, time }) => [count, time]) }).toStrictEqual({
      uses: [[2, '2026-11-03T00:00:00Z']],
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-03T00:00:00Z',
      events: 2,
      refused: 1,
      faults: [{ line: 4, message: 'the line is no JSON object' }],
      isTruncated: false,
    });
  });
});

const OBJECTS = [
  role('shop', 'r', [rule('get,list,watch', 'secrets,configmaps'), rule('delete', 'pods'), rule('*', 'jobs', 'batch')]),
  binding('shop', 'b', 'Role/r', 'ServiceAccount/shop/web'),
  clusterRole('never', [rule('get', 'nodes')]),
  clusterBinding('never', 'never', 'ServiceAccount/shop/web'),
  clusterRole('everybody', [rule('list', 'namespaces')]),
  clusterBinding('everybody', 'everybody', 'Group/system:authenticated'),
];
const set = readRbac(OBJECTS);
const authorizer = new Authorizer(set);

test('what nobody used', () => {
  const usage = read(
    event('list secrets shop'),
    event('create jobs shop', { objectRef: { resource: 'jobs', apiGroup: 'batch', namespace: 'shop' } }),
    event('list namespaces'),
  );
  expect(
    listUnused(set, authorizer, usage, nothing).map(({ name, binding: { kind, namespace, name: of }, rule: place, because, lastUse }) => [
      name,
      nameObject({ kind, namespace, name: of }),
      place,
      because,
      lastUse,
    ]),
  ).toStrictEqual([
    ['unused-verbs', 'RoleBinding shop/b', 0, 'verbs get, watch were not used', '2026-11-01T00:00:00Z'],
    ['unused-resources', 'RoleBinding shop/b', 0, 'resources configmaps were not used', '2026-11-01T00:00:00Z'],
    ['unused-rule', 'RoleBinding shop/b', 1, 'none of its subjects used it', ''],
    ['wide-wildcard', 'RoleBinding shop/b', 2, 'of * only create of jobs was used', '2026-11-01T00:00:00Z'],
    ['unused-binding', 'ClusterRoleBinding never', -1, 'none of its subjects used any of it', ''],
  ]);
});

describe('roles that are enough', () => {
  const rolesOf = (lines: readonly string[], expand = false, expected: readonly string[] = ['everybody']) =>
    buildLeastRoles(read(...lines), authorizer, { isExpected: ({ name }) => expected.includes(name), expand }).map(
      ({ user, rules, requests, isProven }) => ({
        user,
        requests,
        isProven,
        rules: Object.fromEntries([...rules].map(([namespace, list]) => [namespace, list.map(toWrittenRule)])),
      }),
    );

  test.each<[string, readonly string[], boolean, object[]]>([
    [
      'names of lasting objects',
      ['get secrets=db shop', 'get secrets=tls shop', 'list secrets shop'],
      false,
      [
        { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['db', 'tls'] },
        { verbs: ['list'], apiGroups: [''], resources: ['secrets'] },
      ],
    ],
    ['no names of pods', ['delete pods=a shop'], false, [{ verbs: ['delete'], apiGroups: [''], resources: ['pods'] }]],
    [
      'one rule for what is alike',
      ['list secrets shop', 'list configmaps shop', 'watch secrets shop', 'watch configmaps shop'],
      false,
      [{ verbs: ['list', 'watch'], apiGroups: [''], resources: ['configmaps', 'secrets'] }],
    ],
    [
      'reading is one, as far as it is given',
      ['watch secrets shop'],
      true,
      [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['secrets'] }],
    ],
  ])('%s', (_, uses, expand, expected) => {
    expect(
      rolesOf(
        uses.map(use => event(use)),
        expand,
      ),
    ).toStrictEqual([{ user: WEB, requests: uses.length, isProven: true, rules: { shop: expected } }]);
  });

  test('what everybody has needs none, nor does what nothing of the set allows', () => {
    expect(rolesOf([event('list namespaces'), event('delete secrets=db shop')])).toStrictEqual([]);
  });

  test('are proven: nothing is given that is not given today, and everything that was used', () => {
    const use = fc.record({
      verb: fc.constantFrom('get', 'list', 'watch', 'delete', 'create'),
      resource: fc.constantFrom('secrets', 'configmaps', 'pods'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      namespace: fc.constantFrom('shop', 'n1', 'n2', 'n3', 'n4'),
    });
    const wide = new Authorizer(
      readRbac([
        clusterRole('w', [rule('get,list,watch', 'secrets'), rule('delete', 'pods')]),
        clusterBinding('w', 'w', 'ServiceAccount/shop/web'),
        ...OBJECTS,
      ]),
    );
    fc.assert(
      fc.property(fc.array(use, { maxLength: 12 }), fc.boolean(), (uses, expand) => {
        const lines = uses.map(({ verb, resource, name, namespace }) =>
          event(`${verb} ${resource}${verb === 'list' || verb === 'watch' ? '' : `=${name}`} ${namespace}`),
        );
        const usage = read(...lines);
        for (const { rules, isProven } of buildLeastRoles(usage, wide, { isExpected: nothing, expand })) {
          expect(isProven).toBe(true);
          for (const { user, request } of usage.uses) {
            const namespace = 'namespace' in request ? request.namespace : '';
            const isAllowed = [...(rules.get('') ?? []), ...(rules.get(namespace) ?? [])].some(each => allowsRequest(each, request));
            expect(isAllowed).toBe(wide.authorize(user, request).allowed);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
