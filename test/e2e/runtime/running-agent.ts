import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Event } from '@breakwater/model';
import { waitUntil } from '../platform/wait-until.ts';

const MAIN = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

/** An agent of its own process that prints what it sees. */
export class RunningAgent {
  readonly events: Event[] = [];
  readonly #child: ChildProcess;
  #words = '';

  private constructor(words: readonly string[]) {
    this.#child = spawn(process.execPath, [MAIN, 'agent', '--print', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    if (this.#child.stdout !== null)
      createInterface({ input: this.#child.stdout }).on('line', line => this.events.push(JSON.parse(line) as Event));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#words += chunk.toString();
    });
  }

  static async start(words: readonly string[]): Promise<RunningAgent> {
    const agent = new RunningAgent(words);
    await waitUntil('the kernel side is loaded', 30, async () => {
      if (agent.#child.exitCode !== null) throw new Error(`the agent ended: ${agent.#words}`);
      return agent.#words.includes('the kernel side is loaded');
    });
    return agent;
  }

  /** What it said of itself. */
  get words(): string {
    return this.#words;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }
}
