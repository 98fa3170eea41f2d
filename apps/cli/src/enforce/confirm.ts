import { type CommandInput, type Terminal, UsageError } from '../command.ts';

/** Whether it is to be done. Where nobody can be asked, `--yes` has to say so: throws UsageError. */
export async function confirmChange(question: string, { options }: Pick<CommandInput, 'options'>, terminal: Terminal): Promise<boolean> {
  if (options['yes'] === true) return true;
  if (!terminal.interactive) throw new UsageError('nobody can be asked here: say --yes to save it, or --dry-run to look');
  await terminal.stderr(`${question} [y/N] `);
  for await (const chunk of terminal.stdin) return /^\s*y(es)?\s*$/i.test(String(chunk));
  return false;
}
