import { loadPolicy, renderNewPolicy } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { expect, it } from 'vitest';
import { ObjectStore } from '../thread/object-store.ts';
import { Focus } from './focus.ts';
import { judgeObjects } from './judge-objects.ts';
import { PolicyBook } from './policy-book.ts';
import { createScene } from './scene.ts';

const EMPTY: PolicySet = { revision: 1, preset: 'recommended', policies: [], settings: [], exceptions: [] };
const POLICY = 'privileged-container';

/** Names of the workloads that a policy finds at fault, in a namespace with web (tier front) and db (tier back). */
function judge(set: Partial<PolicySet>, policy = POLICY): { readonly found: readonly string[]; readonly counts: unknown } {
  const store = new ObjectStore();
  for (const [name, tier] of [
    ['web', 'front'],
    ['db', 'back'],
  ] as const) {
    store.put({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop', uid: name, labels: { tier } },
      spec: { template: { spec: { containers: [{ name: 'app', image: 'a:1', securityContext: { privileged: true } }] } } },
    });
  }
  const focus = new Focus();
  const book = new PolicyBook('cluster-1', focus);
  book.apply({ ...EMPTY, ...set });
  const scene = createScene(store, ['shop'], { cluster: 'cluster-1', kubeMinor: 36, complete: true });
  const objects = scene.slices.get('shop') ?? new Map();
  const { results, states } = judgeObjects({ scene, objects, policies: book.listFor('shop'), exceptions: book.exceptions, focus });
  const found = [...results].flatMap(([{ name }, list]) =>
    list.filter(result => result.policy === policy).map(({ state }) => `${name} ${state}`),
  );
  return { found, counts: states.get(policy) };
}

it.each<[string, Partial<PolicySet>, readonly string[]]>([
  ['the preset', {}, ['web fail', 'db fail']],
  ['off everywhere', { settings: [{ policy: POLICY, scope: {}, enabled: false }] }, []],
  ['off in another cluster', { settings: [{ policy: POLICY, scope: { clusters: ['other'] }, enabled: false }] }, ['web fail', 'db fail']],
  [
    'off in another namespace',
    { settings: [{ policy: POLICY, scope: { namespaces: ['bank'] }, enabled: false }] },
    ['web fail', 'db fail'],
  ],
  ['off for a label', { settings: [{ policy: POLICY, scope: { labels: { tier: 'front' } }, enabled: false }] }, ['db fail']],
  [
    'the narrowest wins, whatever the order',
    {
      settings: [
        { policy: POLICY, scope: { labels: { tier: 'front' } }, enabled: true },
        { policy: POLICY, scope: { namespaces: ['shop'] }, enabled: false },
        { policy: POLICY, scope: {}, enabled: true },
      ],
    },
    ['web fail'],
  ],
  [
    'an exception for one workload',
    { exceptions: [{ id: 'e', target: POLICY, scope: { workloads: ['Deployment/db'] }, reason: 'r' }] },
    ['web fail', 'db accepted'],
  ],
  [
    'an exception that has ended',
    { exceptions: [{ id: 'e', target: POLICY, scope: {}, reason: 'r', expiry: '2020-01-01T00:00:00Z' }] },
    ['web fail', 'db fail'],
  ],
])('%s', (_name, set, found) => {
  expect(judge(set).found).toEqual(found);
});

it('counts every state once, also with variants of a policy', () => {
  const settings = [{ policy: POLICY, scope: { labels: { tier: 'front' } }, params: {} }];
  expect(judge({}).counts).toEqual({ fail: 2 });
  expect(judge({ settings }).counts).toEqual({ fail: 2 });
  expect(judge({}, 'host-pid').counts).toEqual({ pass: 2 });
});

it('uses the default preset for one that it does not know, and says so', () => {
  const book = new PolicyBook('c', new Focus());
  const [problem, ...others] = book.apply({ ...EMPTY, preset: 'recomended' });
  expect(problem).toEqual({
    code: 'policy-unusable',
    source: 'recomended',
    message: "the preset recommended is used instead: no preset is called 'recomended'; did you mean 'recommended'?",
  });
  expect(others).toEqual([]);
  expect(book.listFor('shop').length).toBeGreaterThan(100);
});

it('asks for no policy that is not meant for what is deployed', () => {
  const book = new PolicyBook('c', new Focus());
  for (const { definition } of book.listFor('shop')) expect(definition.stages).toContain('deploy');
});

const OWN = {
  ...loadPolicy(renderNewPolicy('own-image'), '-').policy,
  expression: "container.image != 'a:1'",
};

it.each<[string, Partial<PolicySet>, readonly string[]]>([
  ['is on without a setting', {}, ['web fail', 'db fail']],
  ['is on beside any preset', { preset: 'restricted' }, ['web fail', 'db fail']],
  [
    'is off where a setting says so',
    { settings: [{ policy: 'own-image', scope: { labels: { tier: 'front' } }, enabled: false }] },
    ['db fail'],
  ],
  [
    'is accepted',
    { exceptions: [{ id: 'e', target: 'own-image', scope: { workloads: ['web'] }, reason: 'r' }] },
    ['web accepted', 'db fail'],
  ],
])('a policy of the user %s', (_name, set, found) => {
  expect(judge({ policies: [OWN], ...set }, 'own-image').found).toEqual(found);
});

it('leaves out what it cannot read, tells of each, and judges by the others', () => {
  const newer = { ...OWN, id: 'of-a-newer-release', judgedBy: 'quantum' };
  const broken = { ...OWN, id: 'broken', expression: 'container.nothing' };
  const book = new PolicyBook('c', new Focus());
  const problems = book.apply({ ...EMPTY, policies: [newer, broken, {} as never, OWN] });
  expect(problems.map(({ code, source, message }) => [code, source, message])).toEqual([
    [
      'policy-unusable',
      'of-a-newer-release',
      expect.stringMatching(/^the policy is left out: judgedBy: 'judgedBy' is not a known key; known are id, /),
    ],
    ['policy-unusable', 'broken', "the policy is left out: policy 'broken', expression: 1:11: 'Container' has no field 'nothing'"],
    ['policy-unusable', 'a policy without id', "the policy is left out: 'id' is missing"],
  ]);
  const ids = book.listFor('shop').map(({ id }) => id);
  expect([ids.includes('own-image'), ids.includes('broken'), ids.length > 100]).toEqual([true, false, true]);
  expect(book.apply(EMPTY)).toEqual([]);
  expect(book.listFor('shop').map(({ id }) => id)).not.toContain('own-image');
});
