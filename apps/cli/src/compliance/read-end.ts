import { UsageError } from '../command.ts';

/** A day or a time of `--until` that is still to come, as RFC 3339 UTC. Throws UsageError. */
export function readEnd(value: unknown): string {
  const text = String(value ?? '');
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new UsageError(`--until takes a day, as 2027-03-31${value === undefined ? '' : `, not '${text}'`}`);
  if (Date.parse(text) <= Date.now()) throw new UsageError(`--until ${text} is over already`);
  return new Date(text).toISOString();
}
