import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listDecisionIssues } from '@breakwater/protocol';
import { expect, it } from 'vitest';
import { createFolder } from '../../testing/folder.ts';
import type { Answered } from '../answer-request.ts';
import { buildPod, buildRequest, NOW } from '../testing/build.ts';
import { DecisionStore, type DecisionStoreOptions } from './decision-store.ts';
import { toDecided } from './to-decision.ts';

const ANSWERED: Answered = {
  answer: { uid: 'u1', allowed: false },
  mode: 'evaluated',
  verdict: {
    allowed: false,
    policies: [{ policy: 'privileged-container', action: 'deny', state: 'fail', container: 'app', message: 'm', ja: 'j' }],
    remediations: new Map(),
    notEvaluated: [{ policy: 'image-not-scanned', message: '', action: 'warn', ofImages: true }],
    unknownImages: [],
  },
};

function open(options: Partial<DecisionStoreOptions> = {}): DecisionStore {
  return DecisionStore.open({ folder: createFolder(), onDamage: () => {}, windowMs: 1000, ...options });
}

function decide(metadata: Readonly<Record<string, unknown>> = {}, parts = {}, at = NOW) {
  const request = buildRequest(buildPod({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }, metadata), parts);
  return toDecided({ request, answered: ANSWERED, revision: 7, durationMs: 1.2345, at });
}

const owned = (name: string) => ({
  name,
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'rs', controller: true }],
});

it('tells who asked for what, and what came of it; secrets stay where they are', () => {
  const store = open();
  store.record(decide(), NOW);
  store.flush(NOW);
  const [{ decision } = { decision: undefined }] = store.list(10);
  expect(listDecisionIssues(decision)).toEqual([]);
  expect(decision).toEqual({
    id: expect.any(String),
    time: '2026-12-01T12:00:00.000Z',
    requestUid: 'u1',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: 'pods',
    namespace: 'shop',
    name: 'web',
    user: { name: 'ann', groups: ['system:authenticated'] },
    dryRun: false,
    allowed: false,
    policies: ANSWERED.verdict?.policies,
    notEvaluated: ['image-not-scanned'],
    mode: 'evaluated',
    revision: 7,
    durationMs: 1.23,
    count: 1,
    firstSeen: '2026-12-01T12:00:00.000Z',
    lastSeen: '2026-12-01T12:00:00.000Z',
    object: buildPod({ env: [{ name: 'DB_PASSWORD', value: '(redacted)' }] }),
  });
  store.close();
});

it('counts equal answers about pods of one controller, for as long as their window lasts', () => {
  const store = open();
  for (const [index, at] of [0, 10, 999, 1000].entries())
    store.record(decide(owned(`web-1-${index}`), { uid: `u${index}`, name: '' }), NOW + at);
  store.record(decide({ name: 'other' }, { name: 'other' }), NOW);
  store.flush(NOW + 1000);
  expect(store.list(10).map(({ decision }) => [decision.name, decision.count, decision.lastSeen])).toEqual([
    ['web-1-0', 3, '2026-12-01T12:00:00.999Z'],
    ['web-1-3', 1, '2026-12-01T12:00:01.000Z'],
    ['other', 1, '2026-12-01T12:00:00.000Z'],
  ]);
  store.close();
});

it('tells a count that has grown once more, under the same id', () => {
  const store = open();
  store.record(decide(), NOW);
  store.flush(NOW);
  const [first] = store.list(10);
  store.record(decide(), NOW + 1);
  store.flush(NOW + 1);
  store.remove([first?.position ?? 0]);
  const [second] = store.list(10);
  expect([second?.decision.id, second?.decision.count]).toEqual([first?.decision.id, 2]);
  store.remove([second?.position ?? 0]);
  expect(store.waiting).toBe(0);
  store.close();
});

it('keeps what was written over a restart, and starts anew when the file is damaged', () => {
  const folder = createFolder();
  const store = open({ folder });
  store.record(decide(), NOW);
  store.flush(NOW);
  store.close();
  const again = open({ folder });
  expect(again.waiting).toBe(1);
  again.close();
  writeFileSync(join(folder, 'decisions.sqlite'), 'x'.repeat(10_000));
  const reasons: string[] = [];
  const anew = open({ folder, onDamage: reason => reasons.push(reason) });
  expect([anew.waiting, reasons]).toEqual([0, ['file is not a database']]);
  anew.close();
});

it('drops the oldest where there is no room, and counts it', () => {
  const store = open({ maxBytes: 5000 });
  for (let index = 0; index < 20; index++) store.record(decide({ name: `web-${index}` }, { name: `web-${index}` }), NOW);
  store.flush(NOW);
  expect(store.waiting + store.dropped).toBe(20);
  expect(store.list(50).at(-1)?.decision.name).toBe('web-19');
  store.close();
});

it('bounds what somebody makes long', () => {
  const long = 'x'.repeat(100_000);
  const store = open();
  store.record(
    decide(
      { name: long, annotations: { a: long } },
      { name: long, namespace: long, user: { name: long, groups: Array.from({ length: 500 }, () => long) } },
    ),
    NOW,
  );
  store.flush(NOW);
  const [{ decision } = { decision: undefined }] = store.list(1);
  expect(listDecisionIssues(decision)).toEqual([]);
  expect(decision?.object).toBeUndefined();
  store.close();
});
