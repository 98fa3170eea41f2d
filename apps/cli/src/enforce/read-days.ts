import { type CommandInput, UsageError } from '../command.ts';

/** Days that the server keeps requests for. */
const MAX_DAYS = 30;

/** Throws UsageError. */
export function readDays({ options }: Pick<CommandInput, 'options'>): number {
  const days = Number(options['days']);
  if (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS) return days;
  throw new UsageError(`--days takes a number from 1 to ${MAX_DAYS}, not '${String(options['days'])}'`);
}
