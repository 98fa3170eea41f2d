import { Readable } from 'node:stream';
import type { Terminal } from '../command.ts';
import { runCommandLine } from '../command-line.ts';
import { commands } from '../commands.generated.ts';
import type { ExitCode } from '../exit-code.ts';

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs `breakwater` with words, as a shell would, without a process. */
export async function run(words: readonly string[], stdin: string | Uint8Array = '', parts: Partial<Terminal> = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: async text => void out.push(text),
    stderr: async text => void err.push(text),
    color: false,
    width: 100,
    interactive: false,
    language: 'en',
    ...parts,
  };
  const code = await runCommandLine(commands, words, terminal);
  return { code, out: out.join(''), err: err.join('') };
}
