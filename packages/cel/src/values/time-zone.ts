import { type Failure, fail } from './failure.ts';
import { daysFromCivil } from './time.ts';

const OFFSET = /^([+-]?)(\d{1,2}):(\d\d)$/;

/** Formatters are dear to build and few zones are used; the bound keeps hostile names from filling memory. */
const MAX_FORMATTERS = 32;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Seconds to add to UTC at an instant, for a fixed offset (`+02:00`, `-02:30`, `02:00`) or a name of the IANA database.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#timezones
 */
export function findOffset(zone: string, epochSeconds: number): number | Failure {
  if (zone === '' || zone === 'UTC' || zone === 'Z') return 0;
  const fixed = OFFSET.exec(zone);
  if (fixed !== null) {
    const seconds = Number(fixed[2]) * 3600 + Number(fixed[3]) * 60;
    return fixed[1] === '-' ? -seconds : seconds;
  }
  const formatter = openFormatter(zone);
  if (formatter === undefined) return fail(`unknown time zone: '${zone.slice(0, 64)}'`);
  return readLocalSeconds(formatter, epochSeconds) - epochSeconds;
}

function openFormatter(zone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  // Intl also takes offsets without a colon, which CEL does not.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) return undefined;
  try {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...fields });
    if (formatters.size >= MAX_FORMATTERS) formatters.clear();
    formatters.set(zone, formatter);
    return formatter;
  } catch {
    return undefined;
  }
}

function readLocalSeconds(formatter: Intl.DateTimeFormat, epochSeconds: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(epochSeconds * 1000)) parts[type] = value;
  const eraYear = Number(parts['year']);
  const year = parts['era'] === 'BC' ? 1 - eraYear : eraYear;
  const days = daysFromCivil(year, Number(parts['month']), Number(parts['day']));
  return days * 86400 + Number(parts['hour']) * 3600 + Number(parts['minute']) * 60 + Number(parts['second']);
}
