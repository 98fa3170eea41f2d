import { expect, test } from 'vitest';
import { compareReplicas, type Replica } from './compare-replicas.ts';

const NOW = Date.parse('2026-12-01T10:00:00Z');
const HOUR = 3_600_000;
const build = (pod: string, hours: number, news: readonly string[], known: readonly string[] = ['/bin/app']): Replica => ({
  pod,
  startedAt: NOW - hours * HOUR,
  behaviors: new Map([...news.map(text => [text, true] as const), ...known.map(text => [text, false] as const)]),
});

test.each<readonly [name: string, replicas: readonly Replica[], expected: ReturnType<typeof compareReplicas>]>([
  [
    'two differ from each other alike',
    [build('a', 2, ['/bin/nc']), build('b', 2, [])],
    { state: 'too-few', message: 'too few to compare: 2 replicas did something, and 3 of about the same age are needed', differences: [] },
  ],
  [
    'one of three does something of its own',
    [build('a', 2, ['/bin/nc', '/bin/curl']), build('b', 3, []), build('c', 4, [])],
    { state: 'compared', message: '3 of 3 replicas compared', differences: [{ pod: 'a', behaviors: ['/bin/curl', '/bin/nc'] }] },
  ],
  [
    'a leader does what some replica always did',
    [build('a', 2, [], ['/bin/app', '/bin/elect']), build('b', 2, []), build('c', 2, [])],
    { state: 'compared', message: '3 of 3 replicas compared', differences: [] },
  ],
  [
    'what two do is no difference of one',
    [build('a', 2, ['/bin/nc']), build('b', 2, ['/bin/nc']), build('c', 2, [])],
    { state: 'compared', message: '3 of 3 replicas compared', differences: [] },
  ],
  [
    'one that has just started is not compared with old ones, nor one that did nothing',
    [build('a', 0.05, ['/bin/migrate']), build('b', 48, []), build('c', 48, []), build('d', 48, [], [])],
    { state: 'too-few', message: 'too few to compare: 3 replicas did something, and 3 of about the same age are needed', differences: [] },
  ],
])('%s', (_, replicas, expected) => {
  expect(compareReplicas(replicas, NOW)).toStrictEqual(expected);
});
