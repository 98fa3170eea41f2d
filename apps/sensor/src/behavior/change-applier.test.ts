import type { Event } from '@breakwater/model';
import type { BaselineChange } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { BaselineStore } from './baseline-store.ts';
import { BehaviorBook } from './behavior-book.ts';
import { ChangeApplier } from './change-applier.ts';

const TIME = '2026-12-01T10:00:00Z';
const LATER = '2026-12-02T10:00:00Z';
const SUBJECT = { cluster: 'c', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };
const NEVER = { learnMs: Number.POSITIVE_INFINITY, steadyMs: 0 };

const exec = (exe: string): Event => ({
  id: 'n/b/1',
  time: TIME,
  type: 'process-exec',
  cluster: 'c',
  node: 'n',
  process: { id: 'p', exe, argv: [exe], argvTruncated: false, uid: 0, ancestors: [] },
});
const build = (change: Partial<BaselineChange>): BaselineChange => ({
  id: 'c1',
  subject: SUBJECT,
  change: 'lock',
  entries: [],
  events: [],
  by: 'ann',
  ...change,
});

function open(folder: string) {
  const store = BaselineStore.open({ folder, onDamage: () => undefined });
  const told: string[] = [];
  const onWritten = (written: readonly { readonly baseline: { readonly state: string } }[]) =>
    void told.push(...written.map(({ baseline }) => baseline.state));
  const book = new BehaviorBook({ store, rule: NEVER, onWritten });
  const applier = new ChangeApplier({ store, book, toSighting: event => ({ event }) });
  const apply = (...changes: readonly BaselineChange[]) => applier.apply(changes, LATER, message => told.push(message));
  return { store, book, told, apply };
}

test('each change is done once and told at once, also where it comes again after a restart', () => {
  const folder = createFolder();
  const first = open(folder);
  first.book.find(SUBJECT, TIME).learn({ event: exec('/bin/app') });
  const remove = build({ id: 'c2', change: 'remove', entries: ['process init /bin/app', 'process init /bin/x'] });
  expect(first.apply(build({}), remove)).toStrictEqual([
    { id: 'c1', state: 'applied', message: '' },
    { id: 'c2', state: 'applied', message: 'no such entry: process init /bin/x' },
  ]);
  expect([first.told, first.book.find(SUBJECT, TIME).judge({ event: exec('/bin/app') })?.verdict]).toStrictEqual([
    ['locked', 'locked'],
    'removed',
  ]);
  first.store.close();
  const second = open(folder);
  expect(second.apply(build({ id: 'c3', change: 'unlock' }), build({}), remove)).toStrictEqual([
    { id: 'c3', state: 'applied', message: '' },
    { id: 'c1', state: 'applied', message: '' },
    { id: 'c2', state: 'applied', message: 'no such entry: process init /bin/x' },
  ]);
  const { state, removed, since } = second.book.find(SUBJECT, TIME).toBaseline();
  expect([second.told, state, removed, since]).toStrictEqual([['learning'], 'learning', ['process init /bin/app'], LATER]);
  second.store.close();
});

test('what was seen is allowed, what is not there is refused, and what the disk does not take comes again', () => {
  const { store, book, apply, told } = open(createFolder());
  book.find(SUBJECT, TIME).learn({ event: exec('/bin/app') });
  expect(
    apply(
      build({}),
      build({ id: 'c2', change: 'allow', events: [exec('/bin/sh')] }),
      build({ id: 'c3', change: 'remove', entries: ['process init /bin/x'] }),
      build({ id: 'c4', subject: { ...SUBJECT, container: 'gone' } }),
    ),
  ).toStrictEqual([
    { id: 'c1', state: 'applied', message: '' },
    { id: 'c2', state: 'applied', message: '' },
    { id: 'c3', state: 'refused', message: 'no such entry: process init /bin/x' },
    { id: 'c4', state: 'refused', message: 'there is no baseline of shop/Deployment/web/gone (v1) any more' },
  ]);
  const { state, allowed } = book.find(SUBJECT, TIME).toBaseline();
  expect([state, allowed, book.find(SUBJECT, TIME).judge({ event: exec('/bin/sh') })?.verdict]).toStrictEqual([
    'locked',
    ['process init /bin/sh'],
    'known',
  ]);
  store.close();
  told.length = 0;
  expect([apply(build({ id: 'c5', change: 'unlock' })), told.length]).toStrictEqual([[], 1]);
});
