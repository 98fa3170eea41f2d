import { Cron } from 'croner';

/** The next time of a pattern in a time zone; undefined where it has none. Throws TypeError for a pattern or zone that is none. */
export function findNextTime(pattern: string, timeZone: string, after: Date): Date | undefined {
  // Five fields: a run of compliance is nothing for every second.
  if (pattern.trim().split(/\s+/).length !== 5)
    throw new TypeError('it has five parts: minute, hour, day, month and weekday, as 0 6 * * 1');
  return new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(after) ?? undefined;
}
