import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainSchedule } from './cron-schedule.ts';

describe('explainSchedule', () => {
  test.each([
    '* * * * *',
    '*/5 * * * *',
    '0 3 * * 1-5',
    '0 0 1,15 * *',
    '0-59/15 0-23/2 1-31/7 1-12 0-6',
    '5/15 * * * *',
    '0 0 ? * ?',
    '0 0 * jan-MAR sun',
    '0 0 * * sun-sat',
    '0 0 * DEC Mon,wed,FRI',
    '  0   0\t* * *  ',
    '00 007 1 1 0',
    '@yearly',
    '@annually',
    '@monthly',
    '@weekly',
    '@daily',
    '@midnight',
    '@hourly',
    '@every 5m',
    '@every 1h30m10s',
    '@every 1.5h',
  ])('%s is fine', schedule => {
    expect(explainSchedule(schedule)).toBe('');
  });

  test.each<[string, string]>([
    ['', 'five fields are wanted, not 0'],
    ['   ', 'five fields are wanted, not 0'],
    ['* * * *', 'five fields are wanted, not 4'],
    ['0 0 0 * * *', 'five fields are wanted, not 6'],
    ['60 * * * *', "'60' is no minute"],
    ['-1 * * * *', "'-1' is no minute"],
    ['* 24 * * *', "'24' is no hour"],
    ['* * 0 * *', "'0' is no day of month"],
    ['* * 32 * *', "'32' is no day of month"],
    ['* * * 0 *', "'0' is no month"],
    ['* * * 13 *', "'13' is no month"],
    ['* * * foo *', "'foo' is no month"],
    ['* * * * 7', "'7' is no day of week"],
    ['* * * * 5-7', "'5-7' is no day of week"],
    ['* * * * jan', "'jan' is no day of week"],
    ['jan * * * *', "'jan' is no minute"],
    ['5-1 * * * *', "'5-1' is no minute"],
    ['1-2-3 * * * *', "'1-2-3' is no minute"],
    ['1- * * * *', "'1-' is no minute"],
    ['*/0 * * * *', "'*/0' is no minute"],
    ['*/x * * * *', "'*/x' is no minute"],
    ['*/5/5 * * * *', "'*/5/5' is no minute"],
    ['1,,2 * * * *', "'1,,2' is no minute"],
    [', * * * *', "',' is no minute"],
    ['1.5 * * * *', "'1.5' is no minute"],
    ['L * * * *', "'L' is no minute"],
    ['0 0 * * 5#3', "'5#3' is no day of week"],
    ['@reboot', '@reboot is no macro'],
    ['@Daily', '@Daily is no macro'],
    ['@every', '@every is no macro'],
    ['@every 5', '@every 5 is no macro'],
    ['@every  5m', '@every  5m is no macro'],
    ['TZ=UTC 0 0 * * *', 'a time zone belongs into timeZone'],
    ['CRON_TZ=Asia/Tokyo 0 0 * * *', 'a time zone belongs into timeZone'],
  ])('%s is not', (schedule, problem) => {
    expect(explainSchedule(schedule)).toBe(problem);
  });

  test('every number inside the bounds is fine, every other is not', () => {
    const bounds = [
      [0, 59],
      [0, 23],
      [1, 31],
      [1, 12],
      [0, 6],
    ] as const;
    fc.assert(
      fc.property(fc.nat(4), fc.integer({ min: 0, max: 99 }), (field, number) => {
        const [min, max] = bounds[field] ?? [0, 0];
        const schedule = bounds.map((_, index) => (index === field ? String(number) : '*')).join(' ');
        expect(explainSchedule(schedule) === '').toBe(number >= min && number <= max);
      }),
    );
  });

  test('hostile texts are answered at once', () => {
    const start = process.threadCpuUsage();
    expect(explainSchedule(`@every ${'1h'.repeat(100_000)}x`)).toMatch(/is no macro$/);
    expect(explainSchedule(`${'1,'.repeat(100_000)} * * * *`)).toMatch(/is no minute$/);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});
