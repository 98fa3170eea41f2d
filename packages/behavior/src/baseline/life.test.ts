import { expect, test } from 'vitest';
import { buildExec, buildFile, SUBJECT, TIME } from '../testing/build-sighting.ts';
import { Behavior, createBaseline, learnAll } from './behavior.ts';
import { diffBaselines } from './diff-baselines.ts';
import { explainLearning, followVersion, lockBaseline, seedCommands, unlockBaseline } from './life.ts';

const LATER = '2026-12-02T10:00:00.000000000Z';
const learned = learnAll(createBaseline(SUBJECT, TIME), [buildExec(['sh', 'a']), buildFile('/etc/shadow')]);

test.each([
  [{ since: TIME, lastNew: TIME, events: 0 }, '2026-12-09T10:00:00Z', 'nothing was seen yet'],
  [{ since: TIME, lastNew: TIME, events: 9 }, '2026-12-02T09:00:00Z', `it learns since ${TIME}, and does so for 24 hours at least`],
  [
    { since: TIME, lastNew: LATER, events: 9 },
    '2026-12-02T15:00:00Z',
    `something new was seen at ${LATER}: it is locked when there is nothing new for 6 hours`,
  ],
  [{ since: TIME, lastNew: LATER, events: 9 }, '2026-12-02T16:00:00Z', undefined],
])('%#: learning takes time, and ends when there is nothing new', (baseline, now, expected) => {
  expect(explainLearning(baseline, now)).toBe(expected);
});

test('who locked it is kept, and it can learn again', () => {
  const locked = lockBaseline(learned, 'ann', LATER);
  expect([locked.state, locked.lockedBy, locked.lockedAt, lockBaseline(locked, 'bob', TIME)]).toStrictEqual([
    'locked',
    'ann',
    LATER,
    locked,
  ]);
  expect(unlockBaseline(locked, LATER)).toStrictEqual({ ...learned, since: LATER, lastNew: LATER });
});

test('a version begins with what the one before it did, and says what is new', () => {
  const young = followVersion(lockBaseline(learned, 'ann', LATER), { ...SUBJECT, version: 'v2' }, LATER);
  const behavior = new Behavior(young);
  expect([young.state, young.follows, young.coverage, young.events]).toStrictEqual(['learning', 'v1', 'partial', 0]);
  expect(behavior.judge(buildExec(['sh', 'a']))?.verdict).toBe('known');
  const exec = buildExec(['sh', 'b']);
  for (const sighting of [exec, buildExec(['nc'])]) behavior.learn({ event: { ...sighting.event, time: LATER } });
  expect(diffBaselines(learned, behavior.toBaseline())).toStrictEqual([
    { change: 'added', text: 'process init /usr/bin/nc' },
    { change: 'added', text: 'process init /usr/bin/sh: arguments b' },
  ]);
  expect(diffBaselines(behavior.toBaseline(), learned).map(({ change }) => change)).toStrictEqual(['gone', 'gone']);
});

test('commands of the manifest are known before they are seen', () => {
  const seeded = seedCommands(learned, [{ argv: ['/bin/grpc_health_probe', '-addr=:8080'] }, { argv: ['cat', '/tmp/ready'] }], LATER);
  const behavior = new Behavior(seeded);
  const probe = buildExec(['/bin/grpc_health_probe', '-addr=:9090'], { process: { entry: 'exec' } });
  expect([seeded.processes.length, behavior.judge(probe)?.verdict]).toStrictEqual([2, 'known']);
});
