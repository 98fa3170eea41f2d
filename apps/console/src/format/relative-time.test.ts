import { describe, expect, it } from 'vitest';
import { formatAbsolute, formatClock, formatRelative } from './relative-time.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('formatRelative', () => {
  it.each([
    ['2026-11-25T11:59:50Z', 'now', '今'],
    ['2026-11-25T11:58:00Z', '2 minutes ago', '2 分前'],
    ['2026-11-25T09:00:00Z', '3 hours ago', '3 時間前'],
    ['2026-11-24T11:00:00Z', 'yesterday', '昨日'],
    ['2026-11-11T12:00:00Z', '2 weeks ago', '2 週間前'],
    ['2026-08-25T12:00:00Z', '3 months ago', '3 か月前'],
    ['2027-11-26T12:00:00Z', 'next year', '来年'],
  ])('%s', (time, english, japanese) => {
    expect([formatRelative(time, NOW, 'en'), formatRelative(time, NOW, 'ja')]).toEqual([english, japanese]);
  });

  it('gives nothing for what is no time', () => {
    expect(formatRelative('soon', NOW, 'en')).toBeUndefined();
  });
});

describe('formatAbsolute', () => {
  it('names the moment, and leaves what is no time as it is', () => {
    expect(formatAbsolute('2026-11-25T12:00:00Z', 'en')).toContain('Nov 25, 2026');
    expect(formatAbsolute('soon', 'en')).toBe('soon');
  });
});

describe('formatClock', () => {
  it('has the second, and leaves what is no time as it is', () => {
    expect(formatClock('2026-11-25T12:00:07Z', 'en')).toMatch(/^11\/2[456]\/26, \d+:\d\d:07/);
    expect(formatClock('soon', 'en')).toBe('soon');
  });
});
