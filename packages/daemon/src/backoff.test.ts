import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';

test('waits double up to the longest, and begin anew after a success', () => {
  const backoff = new Backoff(500, 30_000, () => 1);
  expect(Array.from({ length: 8 }, () => backoff.next())).toStrictEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  backoff.reset();
  expect(backoff.next()).toBe(500);
});

test('jitter takes off at most half', () => {
  expect(new Backoff(500, 30_000, () => 0).next()).toBe(250);
});
