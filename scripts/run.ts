import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** Where `make check` and `make test` leave what .ci/run counts; removed with node_modules. */
export const RESULTS = join(ROOT, 'node_modules/.cache/breakwater');

/** One command of a sequence, run from the repository's root with its output passed through. */
export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** Programs of the installed packages are named without a folder; `node` is the one that runs this. */
export function runStep(step: Step): boolean {
  const [program, ...args] = step.command;
  const path = program === 'node' ? process.execPath : join(ROOT, 'node_modules/.bin', program);
  return spawnSync(path, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value)}\n`);
}
