import { expect, test } from 'vitest';
import { toWait } from './throttle.ts';

test('failed logins wait longer and longer, up to a quarter of an hour', () => {
  expect([4, 5, 6, 7, 15, 1000].map(failures => toWait(failures, 5))).toStrictEqual([0, 1000, 2000, 4000, 900_000, 900_000]);
});
