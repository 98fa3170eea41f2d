import { nameSubject } from '@breakwater/behavior';
import type { BehaviorSubject, Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { BaselineStore } from './baseline-store.ts';
import { BehaviorBook } from './behavior-book.ts';

const TIME = '2026-12-01T10:00:00Z';
const SUBJECT: BehaviorSubject = { cluster: 'c', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };
const NEVER = { learnMs: Number.POSITIVE_INFINITY, steadyMs: 0 };

const exec = (exe: string, time = TIME): Event => ({
  id: 'n/b/1',
  time,
  type: 'process-exec',
  cluster: 'c',
  node: 'n',
  process: { id: 'p', exe, argv: [exe], argvTruncated: false, uid: 0, ancestors: [] },
});

const open = (folder: string, max?: number) =>
  BaselineStore.open({ folder, onDamage: () => undefined, ...(max === undefined ? {} : { max }) });

test('what was learned survives a restart, and one that was put aside comes back', () => {
  const folder = createFolder();
  const store = open(folder);
  const book = new BehaviorBook({ store, rule: NEVER, maxOpen: 2 });
  for (const version of ['v1', 'v2', 'v3']) book.find({ ...SUBJECT, version }, TIME).learn({ event: exec(`/bin/${version}`) });
  expect([book.size, book.find(SUBJECT, TIME).judge({ event: exec('/bin/v1') })?.verdict]).toStrictEqual([2, 'known']);
  book.saveAll(TIME);
  store.close();
  const again = open(folder);
  const read = new BehaviorBook({ store: again, rule: NEVER });
  const known = ['v1', 'v2', 'v3'].map(
    version => read.find({ ...SUBJECT, version }, TIME).judge({ event: exec(`/bin/${version}`) })?.verdict,
  );
  expect(known).toStrictEqual(['known', 'known', 'known']);
  again.close();
});

test('a version starts from the last one of its container', () => {
  const store = open(createFolder());
  const book = new BehaviorBook({ store, rule: NEVER });
  book.find(SUBJECT, TIME).learn({ event: exec('/bin/app') });
  book.saveAll(TIME);
  const young = book.find({ ...SUBJECT, version: 'v2' }, TIME);
  expect([young.judge({ event: exec('/bin/app') })?.verdict, young.toBaseline().follows]).toStrictEqual(['known', 'v1']);
  const other = book.find({ ...SUBJECT, container: 'sidecar' }, TIME);
  expect(other.judge({ event: exec('/bin/app') })?.verdict).toBe('new-path');
  store.close();
});

test('what is steady is locked, and stays so', () => {
  const folder = createFolder();
  const store = open(folder);
  const book = new BehaviorBook({ store, rule: { learnMs: 1000, steadyMs: 1000 } });
  book.find(SUBJECT, TIME).learn({ event: exec('/bin/app') });
  book.save('2026-12-01T10:00:00.500Z');
  expect(book.find(SUBJECT, TIME).state).toBe('learning');
  book.save('2026-12-01T10:00:02Z');
  expect([book.find(SUBJECT, TIME).state, store.find(nameSubject(SUBJECT))?.lockedBy]).toStrictEqual(['locked', 'steadiness']);
  store.close();
});

test('so many are written at a stretch, and one that learns on is not written each time', () => {
  const written: number[] = [];
  const store = {
    find: () => undefined,
    findLast: () => undefined,
    put: (baselines: readonly object[]) => {
      written.push(baselines.length);
      return [];
    },
    putOutcome: () => undefined,
  };
  const book = new BehaviorBook({ store, rule: NEVER });
  const learn = (exe: string) => {
    for (let index = 0; index < 30; index++) book.find({ ...SUBJECT, container: `c${index}` }, TIME).learn({ event: exec(exe) });
  };
  learn('/bin/a');
  book.save('2026-12-01T10:00:00Z');
  book.save('2026-12-01T10:00:01Z');
  learn('/bin/b');
  book.save('2026-12-01T10:00:02Z');
  book.save('2026-12-01T10:00:30Z');
  book.saveAll('2026-12-01T10:00:31Z');
  expect(written).toStrictEqual([20, 10, 20, 10]);
});

test('those that were not seen for longest are forgotten', () => {
  const store = open(createFolder(), 2);
  const book = new BehaviorBook({ store, rule: NEVER });
  for (const hour of [1, 2, 3]) {
    const time = `2026-12-01T0${hour}:00:00Z`;
    book.find({ ...SUBJECT, container: `c${hour}` }, time).learn({ event: exec('/bin/app', time) });
  }
  book.saveAll(TIME);
  expect([1, 2, 3].map(hour => store.find(nameSubject({ ...SUBJECT, container: `c${hour}` })) !== undefined)).toStrictEqual([
    false,
    true,
    true,
  ]);
  store.close();
});
