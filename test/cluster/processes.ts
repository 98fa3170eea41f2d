import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

/** Servers that were started, each with its log in a folder. */
export class Processes {
  readonly folder: string;
  readonly #running: { readonly name: string; readonly child: ChildProcess }[] = [];
  /** Nothing outlives this process, however it ends. */
  readonly #kill = (): void => this.#running.forEach(({ child }) => void child.kill('SIGKILL'));

  constructor(folder: string) {
    this.folder = folder;
    process.once('exit', this.#kill);
  }

  start(name: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    const log = openSync(join(this.folder, `${name}.log`), 'w');
    const child = spawn(program, args, { stdio: ['ignore', log, log], cwd: this.folder, env: { ...process.env, ...env } });
    closeSync(log);
    child.once('error', () => undefined);
    this.#running.push({ name, child });
  }

  /** Ends one that is to be started again. */
  async end(name: string): Promise<void> {
    const index = this.#running.findIndex(running => running.name === name);
    const [running] = index < 0 ? [] : this.#running.splice(index, 1);
    if (running !== undefined) await end(running.child);
  }

  /** A server that ended while it should run will never be ready. */
  check(): void {
    const ended = this.#running.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    if (ended !== undefined) throw new Error(`${ended.name} ended; its log is ${join(this.folder, `${ended.name}.log`)}`);
  }

  async stop(): Promise<void> {
    for (const { child } of this.#running.toReversed()) await end(child);
    this.#running.length = 0;
    process.off('exit', this.#kill);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = new AbortController();
  await Promise.race([
    ended,
    setTimeout(5000, undefined, { signal: patience.signal })
      .then(() => child.kill('SIGKILL'))
      .catch(() => undefined),
  ]);
  patience.abort();
  await ended;
}
