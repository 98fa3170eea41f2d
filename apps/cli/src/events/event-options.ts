import { type Condition, events, formatFilter, parseFilter } from '@breakwater/api';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { SERVER_OPTIONS } from '../server/connect-server.ts';

/** Which events of a server are meant. */
export const EVENT_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'filter',
    value: 'filter',
    doc: `As in the console: type=process-exec,namespace=shop,program~curl; fields are ${Object.keys(events.endpoints.list.list).join(', ')}`,
  },
  { name: 'since', value: 'time', doc: 'Not before: RFC 3339, or so long ago, as 90s, 15m, 2h, 3d' },
  ...SERVER_OPTIONS,
];

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The conditions that were given. Throws UsageError. */
export function readEventFilter({ options }: Pick<CommandInput, 'options'>, now: number): readonly Condition[] {
  const text = typeof options['filter'] === 'string' ? options['filter'] : '';
  const read = parseFilter(text, events.endpoints.list.list);
  if ('problem' in read) throw new UsageError(`--filter: ${read.problem}`);
  return [...read.conditions, ...toTime('>=', '--since', options['since'], now), ...toTime('<', '--until', options['until'], now)];
}

/** Everything that is given, as a server reads it. */
export function toFilter(conditions: readonly Condition[]): { readonly filter?: string } {
  return conditions.length === 0 ? {} : { filter: formatFilter(conditions) };
}

function toTime(operator: '>=' | '<', option: string, value: unknown, now: number): readonly Condition[] {
  if (typeof value !== 'string') return [];
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  const time = number === undefined ? Date.parse(value) : now - Number(number) * (UNITS[unit] ?? 0);
  if (Number.isNaN(time)) throw new UsageError(`${option} takes a time, as 2026-12-01T08:00:00Z or 15m, not '${value}'`);
  return [{ field: 'time', operator, values: [new Date(time).toISOString()] }];
}
