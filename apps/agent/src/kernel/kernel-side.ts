import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Backoff, type Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { AgentError } from '../errors.ts';
import type { Frame } from '../frames/frame.ts';
import { FrameSplitter } from '../frames/frame-splitter.ts';
import { readFrame } from '../frames/read-frame.ts';

export interface KernelSideOptions {
  /** The program that loads it. */
  readonly program: string;
  readonly args: readonly string[];
  /** Lines that it is told at each start. */
  readonly commands: readonly string[];
  readonly onFrame: (frame: Frame) => void;
  /** It ended by itself, and is started again; the words say why. */
  readonly onEnd: (reason: string) => void;
  readonly log: Log;
  readonly retry?: { readonly first: number; readonly longest: number };
}

const RETRY = { first: 500, longest: 60_000 } as const;
/** Having run for so long, it is not what ends again and again. */
const STEADY_MS = 60_000;
const MAX_WORDS = 2000;
const KILL_MS = 3000;

/** Keeps the kernel side running: starts it, tells it what to watch, reads what it says, and starts it again with growing waits when it ends. */
export class KernelSide {
  readonly #options: KernelSideOptions;
  readonly #backoff: Backoff;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** Throws AgentError `kernel-side-missing`. */
  constructor(options: KernelSideOptions) {
    if (!existsSync(options.program))
      throw new AgentError(
        'kernel-side-missing',
        `${options.program} is not there: build it with \`make agent\`, or name it with --kernel-side`,
      );
    const { first, longest } = options.retry ?? RETRY;
    this.#options = options;
    this.#backoff = new Backoff(first, longest);
    this.#start();
  }

  /** Its process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise(resolve => child.once('close', resolve));
    // Without its input it passes on what it still has, and ends.
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
    await ended;
    clearTimeout(timer);
  }

  #start(): void {
    const { program, args, commands } = this.#options;
    const startedAt = performance.now();
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: {} });
    this.#child = child;
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString('utf8')}`.slice(-MAX_WORDS);
    });
    const splitter = new FrameSplitter();
    child.stdout.on('data', (chunk: Buffer) => this.#read(child, splitter, chunk));
    child.stdin.on('error', () => undefined);
    child.once('error', cause => {
      words = toErrorMessage(cause);
    });
    child.once('close', (code, signal) => this.#end(words.trim() || `it ended with ${signal ?? code}`, performance.now() - startedAt));
    child.stdin.write(commands.map(command => `${command}\n`).join(''));
  }

  #read(child: ChildProcess, splitter: FrameSplitter, chunk: Buffer): void {
    try {
      for (const bytes of splitter.split(chunk)) this.#options.onFrame(readFrame(bytes));
    } catch (cause) {
      this.#options.log.error({ error: toErrorMessage(cause) }, 'what the kernel side tells cannot be read');
      child.stdout?.removeAllListeners('data').resume();
      child.kill('SIGKILL');
    }
  }

  #end(reason: string, ranMs: number): void {
    this.#child = undefined;
    if (this.#stopped) return;
    if (ranMs >= STEADY_MS) this.#backoff.reset();
    const wait = this.#backoff.next();
    this.#options.log.error({ reason, againInMs: Math.round(wait) }, 'the kernel side ended; it is started again');
    this.#options.onEnd(reason);
    this.#timer = setTimeout(() => this.#start(), wait);
  }
}
