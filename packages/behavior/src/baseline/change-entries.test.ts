import type { BehaviorBaseline, EventContext } from '@breakwater/model';
import { expect, test } from 'vitest';
import type { Sighting } from '../sighting.ts';
import { buildCall, buildConnect, buildDns, buildExec, buildFile, buildListen, SUBJECT, TIME } from '../testing/build-sighting.ts';
import { Behavior, createBaseline, learnAll } from './behavior.ts';
import { allowEntries, allowSightings, removeEntries } from './change-entries.ts';
import { lockBaseline } from './life.ts';
import { listEntries } from './list-entries.ts';

const LATER = '2026-12-02T10:00:00Z';
const DB: EventContext['peer'] = { kind: 'workload', namespace: 'shop', name: 'Deployment/db' };
const SEEN: readonly (readonly [line: string, sighting: Sighting])[] = [
  ['process init /usr/bin/sh', buildExec(['sh', '-c', 'ls'])],
  ['peer egress tcp 5432 workload shop/Deployment/db', buildConnect('10.1.0.9', 5432, DB)],
  ['peer egress tcp 443 api-server', buildConnect('10.96.0.1', 443, { kind: 'api-server' })],
  ['listener tcp 8080', buildListen(8080)],
  ['file read /etc/a b', buildFile('/etc/a b')],
  ['name a.example.com', buildDns('a.example.com.')],
  ['call get secrets shop', buildCall('get', 'secrets', 'shop')],
];
const empty = lockBaseline(createBaseline(SUBJECT, TIME), 'ann', TIME);
const judge = (baseline: BehaviorBaseline, sighting: Sighting) => new Behavior(baseline).judge(sighting)?.verdict;

test.each(SEEN)('%s is allowed by its line, taken out, and allowed again', (line, sighting) => {
  const allowed = allowEntries(empty, [line], LATER).baseline;
  const [entry] = listEntries(allowed);
  expect([judge(allowed, sighting), entry?.text, entry?.origin, entry?.firstSeen]).toStrictEqual(['known', line, 'allowed', LATER]);
  const removed = removeEntries(allowed, [line]).baseline;
  expect([judge(removed, sighting), removed.removed]).toStrictEqual(['removed', [line]]);
  const again = allowEntries(removed, [line], LATER).baseline;
  expect([judge(again, sighting), again.removed, again.state, again.lockedBy]).toStrictEqual(['known', [], 'locked', 'ann']);
});

test.each(SEEN)('%s is allowed as it was seen, also where it was taken out', (line, sighting) => {
  const removed = removeEntries(lockBaseline(learnAll(createBaseline(SUBJECT, TIME), [sighting]), 'ann', TIME), [line]).baseline;
  const allowed = allowSightings(removed, [sighting]);
  expect([judge(allowed, sighting), allowed.removed, allowed.allowed, allowed.events]).toStrictEqual(['known', [], [line], removed.events]);
  expect(allowSightings(allowed, [sighting])).toStrictEqual(allowed);
});

test('of a program that was seen nothing else is allowed; by its line every way to call it is', () => {
  const known = lockBaseline(learnAll(createBaseline(SUBJECT, TIME), [buildExec(['sh', 'a'])]), 'ann', TIME);
  const seen = allowSightings(known, [buildExec(['sh', 'b'])]);
  const judged = (baseline: BehaviorBaseline) => ['a', 'b', 'c'].map(word => judge(baseline, buildExec(['sh', word])));
  expect([judged(seen), judged(allowEntries(known, ['process init /usr/bin/sh'], LATER).baseline)]).toStrictEqual([
    ['known', 'known', 'new-arguments'],
    ['known', 'known', 'known'],
  ]);
});

test.each(['', 'process', 'process init ', 'peer egress tcp 1 stranger x', 'file erase /a', 'x'])('no entry: %j', line => {
  expect(allowEntries(empty, [line], LATER)).toStrictEqual({ baseline: empty, unknown: [line] });
});
