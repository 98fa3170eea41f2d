import { expect, test } from 'vitest';
import { findNextTime } from './next-time.ts';

const next = (pattern: string, timeZone: string, after: string) => findNextTime(pattern, timeZone, new Date(after))?.toISOString();

test.each([
  ['0 6 * * 1', 'UTC', '2026-12-01T00:00:00Z', '2026-12-07T06:00:00.000Z'],
  ['0 6 * * 1', 'Asia/Tokyo', '2026-12-01T00:00:00Z', '2026-12-06T21:00:00.000Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-06-01T12:00:00Z', '2026-06-02T00:30:00.000Z'],
  ['0 0 31 2 *', 'UTC', '2026-12-01T00:00:00Z', undefined],
])('%s in %s after %s', (pattern, zone, after, time) => {
  expect(next(pattern, zone, after)).toBe(time);
});

test('an hour that summer time leaves out is the one after it, on the same day', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
});

test.each([
  ['* * * * * *', 'UTC'],
  ['x 6 * * 1', 'UTC'],
  ['0 6 * * 1', 'Mars/Base'],
])('%s in %s is refused', (pattern, zone) => {
  expect(() => findNextTime(pattern, zone, new Date())).toThrow();
});
