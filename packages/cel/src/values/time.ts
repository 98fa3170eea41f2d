import { type Failure, fail } from './failure.ts';
import { INT_MAX, INT_MIN } from './numbers.ts';

const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z (google.protobuf.Timestamp). */
const TIMESTAMP_MIN = -62135596800n * NANOS_PER_SECOND;
const TIMESTAMP_MAX = 253402300799n * NANOS_PER_SECOND + 999_999_999n;

/** A point in time, in nanoseconds since 1970-01-01T00:00:00Z. */
export class CelTimestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A span of time in nanoseconds, at most 64 bits as in Go. */
export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export function toTimestamp(nanos: bigint): CelTimestamp | Failure {
  return nanos < TIMESTAMP_MIN || nanos > TIMESTAMP_MAX ? fail('timestamp out of range') : new CelTimestamp(nanos);
}

export function toDuration(nanos: bigint): CelDuration | Failure {
  return nanos < INT_MIN || nanos > INT_MAX ? fail('duration out of range') : new CelDuration(nanos);
}

/** Seconds since the epoch as a timestamp. */
export function timestampFromSeconds(seconds: bigint): CelTimestamp | Failure {
  return toTimestamp(seconds * NANOS_PER_SECOND);
}

export function timestampFromDate(date: Date): CelTimestamp | Failure {
  const millis = date.getTime();
  return Number.isNaN(millis) ? fail('invalid date') : toTimestamp(BigInt(millis) * NANOS_PER_MILLI);
}

/** Division that rounds down, so that instants before 1970 fall into the right second. */
export function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}

export function toSeconds(timestamp: CelTimestamp): bigint {
  return floorDivide(timestamp.nanos, NANOS_PER_SECOND);
}

/** The nanoseconds within the second, 0 to 999,999,999. */
export function toSubsecond(timestamp: CelTimestamp): number {
  return Number(timestamp.nanos - toSeconds(timestamp) * NANOS_PER_SECOND);
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,30}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339#section-5.6); undefined when the text is none. */
export function parseTimestamp(text: string): CelTimestamp | Failure {
  const match = RFC3339.exec(text);
  if (match === null) return fail(`invalid timestamp: '${text.slice(0, 64)}'`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetMinutes = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0);
  const validTime = hour < 24 && minute < 60 && second < 60 && Number(match[9] ?? 0) < 24 && Number(match[10] ?? 0) < 60;
  if (!validTime || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return fail(`invalid timestamp: '${text}'`);
  }
  const seconds = daysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  const offset = offsetMinutes * 60 * (match[8] === '-' ? -1 : 1);
  const nanos = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return toTimestamp(BigInt(seconds - offset) * NANOS_PER_SECOND + nanos);
}

/** RFC 3339 in UTC, with as many fractional digits as needed. */
export function formatTimestamp(timestamp: CelTimestamp): string {
  const { year, month, day, hours, minutes, seconds } = toCivil(Number(toSeconds(timestamp)));
  const nanos = toSubsecond(timestamp);
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return `${date}T${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}${fraction}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: NANOS_PER_MILLI,
  s: NANOS_PER_SECOND,
  m: 60n * NANOS_PER_SECOND,
  h: 3600n * NANOS_PER_SECOND,
};

const DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const DURATION_PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;
const MAX_DURATION_LENGTH = 256;

/** A duration as Go writes it: `1h30m`, `-1.5s`, `300ms` (https://pkg.go.dev/time#ParseDuration). */
export function parseDuration(text: string): CelDuration | Failure {
  if (text.length > MAX_DURATION_LENGTH || !DURATION.test(text)) return fail(`invalid duration: '${text.slice(0, 64)}'`);
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(DURATION_PART)) {
    const scale = UNITS[unit] ?? 0n;
    nanos += BigInt(whole === '' ? '0' : whole) * scale;
    if (fraction !== '') nanos += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  return toDuration(text.startsWith('-') ? -nanos : nanos);
}

/** A duration in seconds, as cel-go's `string()` writes it: `5400s`, `0.5s`. */
export function formatDuration(duration: CelDuration): string {
  const negative = duration.nanos < 0n;
  const absolute = negative ? -duration.nanos : duration.nanos;
  const fraction = (absolute % NANOS_PER_SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  return `${negative ? '-' : ''}${absolute / NANOS_PER_SECOND}${fraction === '' ? '' : `.${fraction}`}s`;
}

export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 is the first of January. */
  readonly dayOfYear: number;
}

/** Splits seconds since the epoch into a proleptic Gregorian date and time. */
export function toCivil(epochSeconds: number): CivilTime {
  const days = Math.floor(epochSeconds / 86400);
  const rest = epochSeconds - days * 86400;
  const { year, month, day } = civilFromDays(days);
  return {
    year,
    month,
    day,
    hours: Math.floor(rest / 3600),
    minutes: Math.floor((rest % 3600) / 60),
    seconds: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysFromCivil(year, 1, 1),
  };
}

/** Days since 1970-01-01, counted in 400-year eras that start on the first of March. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
