import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { RequestError } from '../http/request-error.ts';
import type { Answer, Command } from './messages.ts';

/** Questions that wait their turn; whoever asks when there are more is told to come again. */
const MAX_WAITING = 16;
/** The catalogue takes memory: a thread that nobody asks ends. */
const IDLE_MS = 60_000;
const HEAP_MB = 1024;

/** Instead of an answer: the thread ended before it, or took longer than it may. */
export class JudgeFailure extends Error {}

type Send = (command: Command) => void;

/**
 * A thread that judges what people are still writing. It runs texts that nobody has looked at, so it answers one question at a time, is ended when
 * that takes too long, and is started again for the next.
 */
export class JudgeThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #waiting = 0;
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * Lets `work` send commands and ask questions, undisturbed by others.
   *
   * @throws RequestError `unavailable` when too many wait
   */
  async use<T>(work: (talk: Talk) => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING)
      throw new RequestError('unavailable', 'Too many policies are being checked.', 'Try again in a moment.');
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

  async #run<T>(work: (talk: Talk) => Promise<T>): Promise<T> {
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
      this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
  }

  #ask(command: Command, milliseconds: number): Promise<Answer> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      const late = (): void => {
        end(() => reject(new JudgeFailure(`it takes longer than ${milliseconds / 1000} s`)));
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
      const onError = (): void => end(() => reject(new JudgeFailure('it takes more memory than there is for it')));
      const onExit = (): void => end(() => reject(new JudgeFailure('it was interrupted')));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(command);
    });
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(findThread(), { name: 'judge', resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
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
export interface Talk {
  readonly send: Send;
  /** Rejects with JudgeFailure. */
  readonly ask: (command: Command, milliseconds: number) => Promise<Answer>;
}

/** The source, or what stands for it beside a bundle. */
function findThread(): URL {
  const source = new URL('./thread.ts', import.meta.url);
  return existsSync(source) ? source : new URL('./server-judge.mjs', import.meta.url);
}
