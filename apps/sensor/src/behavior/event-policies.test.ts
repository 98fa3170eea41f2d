import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { EventPolicies } from './event-policies.ts';

const CLUSTER = 'c1';
const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', labels: { tier: 'front' } },
};

/** A program without a file: one of the quiet set. */
function build(change: Partial<Event> = {}): Event {
  return {
    id: 'n/b/1',
    time: '2026-12-01T08:00:00.000000000Z',
    type: 'process-exec',
    cluster: CLUSTER,
    node: 'n',
    namespace: 'shop',
    workload: 'Deployment/web',
    pod: 'web-1',
    container: 'app',
    process: {
      id: 'p',
      exe: '/memfd:x (deleted)',
      name: 'x',
      argv: ['x', '--password=hunter2'],
      argvTruncated: false,
      uid: 0,
      traits: ['memfd'],
      entry: 'init',
      ancestors: [],
    },
    ...change,
  };
}

const open = () => new EventPolicies({ cluster: CLUSTER, findWorkload: () => WEB });
const POLICY = 'fileless-program';
const fails = (policies: EventPolicies, event = build()) =>
  policies
    .judge(event, {})
    .filter(({ state }) => state === 'fail')
    .map(({ policy }) => policy);

test('the quiet set judges by itself, of the workload that the cluster knows, and shows no secret', () => {
  const results = open().judge(build(), {});
  expect(results.filter(({ state }) => state === 'fail')).toMatchObject([
    { policy: POLICY, target: { kind: 'Deployment', name: 'web', uid: 'u1' }, container: 'app' },
  ]);
  expect(JSON.stringify(results)).not.toContain('hunter2');
});

test.each<[string, readonly object[], readonly string[]]>([
  ['off everywhere', [{ policy: POLICY, scope: {}, enabled: false }], []],
  ['off elsewhere', [{ policy: POLICY, scope: { namespaces: ['bank'] }, enabled: false }], [POLICY]],
  ['off for its labels', [{ policy: POLICY, scope: { labels: { tier: 'front' } }, enabled: false }], []],
  ['off for other labels', [{ policy: POLICY, scope: { labels: { tier: 'back' } }, enabled: false }], [POLICY]],
])('a setting turns a policy %s', (_, settings, expected) => {
  const policies = open();
  policies.apply({ policies: [], settings: settings as never, exceptions: [] });
  expect(fails(policies)).toStrictEqual(expected);
});

test('what is to be done is what settings of the place say', () => {
  const policies = open();
  expect(policies.findActions(POLICY, build())).toStrictEqual(new Set([undefined]));
  const settings = [{ policy: POLICY, scope: { namespaces: ['shop'] }, enforcement: { runtime: 'kill-pod' } }];
  policies.apply({ policies: [], settings: settings as never, exceptions: [] });
  expect(policies.findActions(POLICY, build())).toStrictEqual(new Set(['kill-pod']));
  expect(policies.findActions(POLICY, build({ namespace: 'bank' }))).toStrictEqual(new Set([undefined]));
  expect(policies.findActions('no-policy', build())).toStrictEqual(new Set());
});

test('what is quiet everywhere is sure of what it finds, and what has to be tuned first less so', () => {
  const { readConfidence } = open();
  expect([readConfidence(POLICY), readConfidence('arguments-outside-baseline')]).toStrictEqual(['high', 'medium']);
});

test('an exception accepts a finding until it ends', () => {
  let now = Date.parse('2026-12-01T08:00:00Z');
  const policies = new EventPolicies({ cluster: CLUSTER, findWorkload: () => WEB, now: () => now });
  const exception = { target: POLICY, scope: {}, reason: 'a JIT', requester: 'jo', approver: 'ann', expiry: '2026-12-02T00:00:00Z' };
  policies.apply({ policies: [], settings: [], exceptions: [exception] as never });
  expect(policies.judge(build(), {}).map(({ state }) => state)).toStrictEqual(['accepted']);
  now = Date.parse('2026-12-02T00:20:00Z');
  expect(fails(policies)).toStrictEqual([POLICY]);
});
