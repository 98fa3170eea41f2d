import { expect, test } from 'vitest';
import { AttemptLimit } from './attempt-limit.ts';

test('an address has so many attempts a minute, whatever others do', () => {
  let now = 1_000_000;
  const limit = new AttemptLimit(2, () => now);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toStrictEqual([true, true, false, true]);
  now += 60_000;
  expect(limit.take('a')).toBe(true);
});

test('memory is bounded, however many come', () => {
  const limit = new AttemptLimit(1, () => 0);
  for (let address = 0; address < 25_000; address++) limit.take(String(address));
  expect(limit.take('24999')).toBe(false);
});
