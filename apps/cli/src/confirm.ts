import { createInterface } from 'node:readline/promises';
import { type CommandInput, type Terminal, UsageError } from './command.ts';

/** Whether it is to be done, as `act` or `save it`. Where nobody can be asked, `--yes` has to say so: throws UsageError. */
export async function confirm(
  question: string,
  to: string,
  { options }: Pick<CommandInput, 'options'>,
  terminal: Terminal,
): Promise<boolean> {
  if (options['yes'] === true) return true;
  if (!terminal.interactive) throw new UsageError(`nobody can be asked here: say --yes to ${to}, or --dry-run to look`);
  await terminal.stderr(`${question} [y/N] `);
  const lines = createInterface({ input: terminal.stdin });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim());
    return false;
  } finally {
    lines.close();
  }
}
