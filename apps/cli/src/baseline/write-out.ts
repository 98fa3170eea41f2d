import { writeFile } from 'node:fs/promises';
import { explain } from '../check/find-files.ts';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';

export const OUT_OPTION: OptionDefinition = { name: 'out', value: 'file', doc: 'File that is written; standard output when absent' };

/** Throws UsageError for a file that cannot be written. */
export async function writeOut(text: string, { options: { out } }: CommandInput, terminal: Terminal): Promise<void> {
  if (out === undefined) {
    await terminal.stdout(text);
    return;
  }
  try {
    await writeFile(String(out), text);
  } catch (cause) {
    throw new UsageError(`--out ${String(out)}: ${explain(cause)}`);
  }
}
