import { defineMethod, type FunctionDeclaration, type Library } from '../declarations.ts';
import { Failure } from '../values/failure.ts';
import { shortenInt } from '../values/numbers.ts';
import { type CelDuration, type CelTimestamp, type CivilTime, toCivil, toSeconds, toSubsecond } from '../values/time.ts';
import { findOffset } from '../values/time-zone.ts';
import type { CelValue } from '../values/value.ts';

/** Accessors of a date and time, by the time zone given, UTC without one. */
const TIMESTAMP_PARTS: Readonly<Record<string, (time: CivilTime) => number>> = {
  getDate: time => time.day,
  getDayOfMonth: time => time.day - 1,
  getDayOfWeek: time => time.weekday,
  getDayOfYear: time => time.dayOfYear,
  getFullYear: time => time.year,
  getHours: time => time.hours,
  getMinutes: time => time.minutes,
  getMonth: time => time.month - 1,
  getSeconds: time => time.seconds,
};

const NANOS_PER_MILLI = 1_000_000n;

/** Accessors of a duration count the whole of it, except for milliseconds, which are those within the second. */
const DURATION_PARTS: Readonly<Record<string, (nanos: bigint) => bigint>> = {
  getHours: nanos => nanos / (3_600_000n * NANOS_PER_MILLI),
  getMilliseconds: nanos => (nanos / NANOS_PER_MILLI) % 1000n,
  getMinutes: nanos => nanos / (60_000n * NANOS_PER_MILLI),
  getSeconds: nanos => nanos / (1000n * NANOS_PER_MILLI),
};

function readLocal(timestamp: CelTimestamp, zone: string, read: (time: CivilTime) => number): CelValue | Failure {
  const seconds = Number(toSeconds(timestamp));
  const offset = findOffset(zone, seconds);
  return offset instanceof Failure ? offset : read(toCivil(seconds + offset));
}

function defineAccessors(): FunctionDeclaration[] {
  const timestamps = Object.entries(TIMESTAMP_PARTS).flatMap(([name, read]) => [
    defineMethod(name, ['timestamp'], 'int', (timestamp: CelTimestamp) => read(toCivil(Number(toSeconds(timestamp))))),
    defineMethod(name, ['timestamp', 'string'], 'int', (timestamp: CelTimestamp, zone: string) => readLocal(timestamp, zone, read)),
  ]);
  const durations = Object.entries(DURATION_PARTS).map(([name, read]) =>
    defineMethod(name, ['duration'], 'int', (duration: CelDuration) => shortenInt(read(duration.nanos))),
  );
  return [...timestamps, ...durations];
}

function readMilliseconds(timestamp: CelTimestamp): number {
  return Math.floor(toSubsecond(timestamp) / 1_000_000);
}

/** Parts of timestamps and durations (https://github.com/google/cel-spec/blob/master/doc/langdef.md#datetime-functions). */
export const library: Library = {
  name: 'time',
  functions: [
    ...defineAccessors(),
    defineMethod('getMilliseconds', ['timestamp'], 'int', readMilliseconds),
    defineMethod('getMilliseconds', ['timestamp', 'string'], 'int', (timestamp: CelTimestamp, zone: string) => {
      const offset = findOffset(zone, Number(toSeconds(timestamp)));
      return offset instanceof Failure ? offset : readMilliseconds(timestamp);
    }),
  ],
};
