import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { RequestError } from '../http/request-error.ts';

/** Questions that wait their turn; whoever asks when there are more is told to come again. */
const MAX_WAITING = 16;
const HEAP_MB = 1024;

/** Instead of an answer: the thread ended before it, or took longer than it may. */
export class ThreadFailure extends Error {}

export interface AskedThreadOptions {
  readonly name: string;
  /** The source, and what stands for it beside a bundle. */
  readonly source: URL;
  readonly bundled: URL;
  /** What is in memory takes some: a thread that nobody asks for so many milliseconds ends. */
  readonly idleMs: number;
  /** Said to whoever finds too many waiting. */
  readonly busy: string;
}

/**
 * A thread that answers questions which take long, or run texts that nobody has looked at: one at a time. It is ended when that takes too long,
 * and started again for the next.
 */
export class AskedThread<Command, Answer> {
  readonly #options: AskedThreadOptions;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #waiting = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: AskedThreadOptions) {
    this.#options = options;
  }

  /**
   * Lets `work` send commands and ask questions, undisturbed by others.
   *
   * @throws RequestError `unavailable` when too many wait
   */
  async use<T>(work: (talk: Talk<Command, Answer>) => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) throw new RequestError('unavailable', this.#options.busy, 'Try again in a moment.');
    this.#waiting += 1;
    const turn = this.#tail.then(() => this.#run(work));
    this.#tail = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #run<T>(work: (talk: Talk<Command, Answer>) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    try {
      return await work({
        send: command => this.#start().postMessage(command),
        ask: (command, milliseconds) => this.#ask(command, milliseconds),
      });
    } catch (error) {
      // What it was sent of an unfinished question must not become part of the next one.
      await this.close();
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.close(), this.#options.idleMs).unref();
    }
  }

  #ask(command: Command, milliseconds: number): Promise<Answer> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      const late = (): void => {
        end(() => reject(new ThreadFailure(`it takes longer than ${milliseconds / 1000} s`)));
        // What it would still say must not be taken for the answer to the next question.
        void this.close();
      };
      const timer = setTimeout(late, milliseconds);
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        settle();
      };
      const onMessage = (answer: Answer): void => end(() => resolve(answer));
      const onError = (): void => end(() => reject(new ThreadFailure('it takes more memory than there is for it')));
      const onExit = (): void => end(() => reject(new ThreadFailure('it was interrupted')));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(command);
    });
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const { name, source, bundled } = this.#options;
    const worker = new Worker(existsSync(source) ? source : bundled, { name, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    this.#worker = worker;
    worker.unref();
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** What may be said to the thread while it is one's own. */
export interface Talk<Command, Answer> {
  readonly send: (command: Command) => void;
  /** Rejects with ThreadFailure. */
  readonly ask: (command: Command, milliseconds: number) => Promise<Answer>;
}
