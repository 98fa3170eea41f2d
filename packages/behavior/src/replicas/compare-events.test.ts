import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { createBaseline, learnAll } from '../baseline/behavior.ts';
import { buildConnect, buildExec, SUBJECT } from '../testing/build-sighting.ts';
import { compareEvents } from './compare-events.ts';

const SINCE = '2026-12-02T10:00:00Z';
const NOW = Date.parse('2026-12-02T11:00:00Z');
const HOUR = 3_600_000;
const BEFORE = '2026-12-01T10:00:00Z';

const at = (time: string, { event }: { readonly event: Event }, pod = 'a'): Event => ({ ...event, time, pod, id: `${pod} ${time}` });
const app = buildExec(['/bin/app']);
const known = learnAll(createBaseline(SUBJECT, BEFORE), [
  { event: at(BEFORE, app) },
  { event: at(BEFORE, buildExec(['/bin/leader'])) },
  // Learned from the replica that differs: it is new all the same.
  { event: at('2026-12-02T10:30:00Z', buildExec(['/bin/nc'])) },
]);

const compare = (events: readonly Event[], start = NOW - 2 * HOUR) =>
  compareEvents(events, { baselines: [known], since: SINCE, now: NOW, findStart: () => start });

test('what one does alone comes first, what the workload did before is no difference, and names of others are those of today', () => {
  const [first, ...more] = compareEvents(
    [
      ...['a', 'b', 'c'].map(pod => at(SINCE, app, pod)),
      at('2026-12-02T10:30:00Z', buildExec(['/bin/nc']), 'b'),
      at('2026-12-02T10:31:00Z', buildExec(['/bin/leader']), 'c'),
      ...['a', 'b'].map(pod => at('2026-12-02T10:40:00Z', buildConnect('10.1.0.9', 5432), pod)),
    ],
    {
      baselines: [known],
      since: SINCE,
      now: NOW,
      findStart: () => NOW - 2 * HOUR,
      findAddress: () => ({ kind: 'workload', namespace: 'shop', name: 'Deployment/db' }),
    },
  );
  expect(more).toStrictEqual([]);
  expect(first).toStrictEqual({
    container: SUBJECT.container,
    pods: ['a', 'b', 'c'],
    state: 'compared',
    message: '3 of 3 replicas compared',
    differences: [{ pod: 'b', behaviors: ['/bin/nc'] }],
    behaviors: [
      { text: '/bin/nc', isNew: true, pods: ['b'], lastEvent: 'b 2026-12-02T10:30:00Z' },
      { text: '/bin/leader', isNew: false, pods: ['c'], lastEvent: 'c 2026-12-02T10:31:00Z' },
      { text: 'peer egress tcp 5432 workload shop/Deployment/db', isNew: true, pods: ['a', 'b'], lastEvent: 'b 2026-12-02T10:40:00Z' },
      { text: '/bin/app', isNew: false, pods: ['a', 'b', 'c'], lastEvent: `c ${SINCE}` },
    ],
  });
});

test('two say nothing, and nothing says nothing', () => {
  expect(compare(['a', 'b'].map(pod => at(SINCE, app, pod)))).toMatchObject([{ state: 'too-few', differences: [] }]);
  expect(compare([])).toStrictEqual([]);
});
