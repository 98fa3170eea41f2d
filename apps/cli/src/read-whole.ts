import { UsageError } from './command.ts';

/** The whole number that an option gives, within bounds. Throws UsageError for anything else. */
export function readWhole(name: string, text: string | undefined, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} takes a whole number between ${least} and ${most}, not '${text}'`);
}
