import { createBaseline, lockBaseline, nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { BaselineStore } from './baseline-store.ts';
import { BaselineTeller } from './baseline-teller.ts';

const NOW = Date.parse('2026-12-20T10:00:00Z');
const MINUTE = 60_000;

function build(workload: string, change: Partial<BehaviorBaseline> = {}) {
  const subject = { cluster: 'c', namespace: 'shop', workload: `Deployment/${workload}`, version: 'v1', container: 'app' };
  const baseline = { ...createBaseline(subject, '2026-12-01T10:00:00Z'), ...change };
  return { key: nameSubject(subject), container: nameSubject({ ...subject, version: '' }), baseline };
}

function start(there: readonly string[] = []) {
  const store = BaselineStore.open({ folder: createFolder(), onDamage: () => undefined });
  const told: string[] = [];
  const outbox = {
    put: (_: string, key: string, body: string) => void told.push(`put ${key} ${(JSON.parse(body) as BehaviorBaseline).events}`),
    delete: (_: string, key: string) => void told.push(`delete ${key}`),
    wait: async () => undefined,
  };
  return { store, told, teller: new BaselineTeller({ outbox, store, isThere: ({ subject }) => there.includes(subject.workload) }) };
}

test('what is new is told at once, mere counts now and then, and what was forgotten as gone', () => {
  const { teller, told, store } = start();
  const say = (change: Partial<BehaviorBaseline>, minutes: number) => teller.notice([build('web', change)], [], NOW + minutes * MINUTE);
  say({ events: 1 }, 0);
  say({ events: 2 }, 1);
  say({ events: 3, lastNew: '2026-12-01T10:01:00Z' }, 2);
  say({ events: 4, lastNew: '2026-12-01T10:01:00Z' }, 11);
  say({ events: 5, lastNew: '2026-12-01T10:01:00Z' }, 12);
  say({ ...lockBaseline(build('web').baseline, 'ann', '2026-12-01T10:02:00Z'), events: 6 }, 13);
  teller.notice([], ['shop/Deployment/web/app (v1)'], NOW);
  store.close();
  const name = 'shop/Deployment/web/app (v1)';
  expect(told).toStrictEqual([`put ${name} 1`, `put ${name} 3`, `put ${name} 5`, `put ${name} 6`, `delete ${name}`]);
});

test('all that is on disk is told; what outlived its workload by a week is dropped', async () => {
  const { teller, told, store } = start(['Deployment/there']);
  const recent = '2026-12-19T10:00:00Z';
  store.put([
    build('gone'),
    build('there'),
    build('just-gone', { lastSeen: recent }),
    build('locked', { state: 'locked', lockedAt: recent }),
  ]);
  await teller.tellAll(NOW);
  const left = store.listAfter('', 10).map(([key]) => key);
  store.close();
  const name = (workload: string) => `shop/Deployment/${workload}/app (v1)`;
  expect(left).toStrictEqual([name('just-gone'), name('locked'), name('there')]);
  expect(told).toStrictEqual([`delete ${name('gone')}`, ...left.map(key => `put ${key} 0`)]);
});
