import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { ResponseRecord } from '@breakwater/model';

const MAIN = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `breakwater WORDS…` as a user would, and lets others have their turn meanwhile. */
export function runBreakwater(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise(resolve => {
    const options = { encoding: 'utf8' as const, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [MAIN, ...words], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

/** The one record that a command of `respond` printed as JSON. */
export function readRecord({ out, err, code }: Ran): ResponseRecord {
  try {
    const [record] = (JSON.parse(out) as { readonly results: readonly ResponseRecord[] }).results;
    if (record !== undefined) return record;
  } catch {
    // Said below.
  }
  throw new Error(`it ended with ${code}, and printed no record: ${err || out}`);
}
