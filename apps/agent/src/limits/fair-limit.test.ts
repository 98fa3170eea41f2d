import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { FairLimit } from './fair-limit.ts';
import { toBehaviour } from './to-behaviour.ts';

const toExec = (containerId: string, ...argv: readonly string[]): Event => ({
  id: 'n/b/1',
  time: '',
  type: 'process-exec',
  cluster: '',
  node: 'n',
  containerId,
  process: { id: 'p', exe: `/bin/${argv[0]}`, argv: [...argv], argvTruncated: false, uid: 0, ancestors: [] },
});

test('one that floods hides neither its own new behaviour nor that of others, and what is left out is counted', () => {
  let now = 0;
  const limit = new FairLimit({ rate: 10, burst: 20 }, () => now);
  const flood = Array.from({ length: 1000 }, () => limit.take(toExec('a', 'true'))).filter(Boolean).length;
  expect([flood, limit.take(toExec('a', 'nc', '-l')), limit.take(toExec('a', 'nc', '-l')), limit.take(toExec('b', 'true'))]).toStrictEqual([
    20,
    true,
    false,
    true,
  ]);
  expect([...limit.drain()]).toStrictEqual([['a', 981]]);
  now = 1000;
  expect(Array.from({ length: 50 }, () => limit.take(toExec('a', 'true'))).filter(Boolean)).toHaveLength(10);
});

test('one that invents new behaviour without end is bounded, too', () => {
  const limit = new FairLimit({ rate: 10, burst: 20 }, () => 0);
  const told = Array.from({ length: 10_000 }, (_, index) =>
    limit.take(toExec('a', 'x', [...String(index)].map(digit => 'abcdefghij'[Number(digit)]).join(''))),
  );
  // Eleven of its first twenty were told before it was worth remembering what they were.
  expect(told.filter(Boolean)).toHaveLength(2000 + 11);
});

test.each([
  [['sleep', '10'], ['sleep', '11'], true],
  [['cat', '/proc/12/environ'], ['cat', '/proc/13/environ'], true],
  [['cat', '/tmp/deadbeef01'], ['cat', '/tmp/0123456789ab'], true],
  [['cat', '/etc/passwd'], ['cat', '/etc/shadow'], false],
  [['cat'], ['tac'], false],
])('%j and %j are one behaviour: %s', (one, other, expected) => {
  expect(toBehaviour(toExec('a', ...one)) === toBehaviour(toExec('a', ...other))).toBe(expected);
});
