const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const JUST_NOW = 45;

/** "3 hours ago", in the largest unit that fits; `undefined` for a text that is no time. */
export function formatRelative(time: string, now: number, language: string): string | undefined {
  const moment = Date.parse(time);
  if (Number.isNaN(moment)) return undefined;
  const seconds = (moment - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (Math.abs(seconds) < JUST_NOW) return format.format(0, 'second');
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return format.format(Math.round(seconds / size), unit);
}

/** Date and time of day to the second, short, in the time zone of the reader. */
export function formatClock(time: string, language: string): string {
  const moment = Date.parse(time);
  if (Number.isNaN(moment)) return time;
  return new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }).format(moment);
}

/** The moment itself, in the time zone of the reader, named. */
export function formatAbsolute(time: string, language: string): string {
  const moment = Date.parse(time);
  if (Number.isNaN(moment)) return time;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }).format(moment);
}
