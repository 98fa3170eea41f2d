/** Ranges of the five fields of a cron schedule: minute, hour, day of month, month, day of week (7 is no Sunday here). */
const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: '' },
  { name: 'hour', min: 0, max: 23, names: '' },
  { name: 'day of month', min: 1, max: 31, names: '' },
  { name: 'month', min: 1, max: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec' },
  { name: 'day of week', min: 0, max: 6, names: 'sun mon tue wed thu fri sat' },
] as const;

const MACROS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);
const EVERY = /^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;

/**
 * What is wrong with the schedule of a CronJob, in a few words; empty when nothing is. Follows the parser of Kubernetes
 * (robfig/cron, standard parser); a time zone inside the schedule has been refused since 1.29.
 */
export function explainSchedule(schedule: string): string {
  const text = schedule.trim();
  if (/^(?:CRON_)?TZ=/.test(text)) return 'a time zone belongs into timeZone';
  if (text.startsWith('@')) return MACROS.has(text) || EVERY.test(text) ? '' : `${text} is no macro`;
  const parts = text.split(/\s+/);
  if (text === '' || parts.length !== FIELDS.length) return `five fields are wanted, not ${text === '' ? 0 : parts.length}`;
  return FIELDS.map((field, index) => explainField(parts[index] ?? '', field)).find(problem => problem !== '') ?? '';
}

function explainField(text: string, field: (typeof FIELDS)[number]): string {
  return text.split(',').every(part => isRange(part, field)) ? '' : `'${text}' is no ${field.name}`;
}

function isRange(part: string, field: (typeof FIELDS)[number]): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const [from, to, ...rest] = range.split('-').map(value => toNumber(value, field));
  if (rest.length > 0 || from === undefined) return false;
  return range.includes('-') ? to !== undefined && from <= to : true;
}

function toNumber(value: string, { min, max, names }: (typeof FIELDS)[number]): number | undefined {
  const named = names.split(' ').indexOf(value.toLowerCase());
  const number = names !== '' && named >= 0 ? named + min : /^\d{1,3}$/.test(value) ? Number(value) : undefined;
  return number !== undefined && number >= min && number <= max ? number : undefined;
}
