import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ScannerError } from '../errors.ts';

export interface ThreadOptions {
  readonly name: string;
  /** The source, and what stands for it beside a bundle. */
  readonly source: URL;
  readonly bundled: URL;
  readonly heapMb: number;
}

interface Asked {
  /** What is told before the answer. */
  readonly onMessage?: (message: unknown) => void;
  /** Asks the thread to stop; it is ended when it does not. */
  readonly signal?: AbortSignal;
}

/** Whether a message is the last one of a question. */
interface Message {
  readonly type: string;
}

const STOP_MS = 3000;

/** A thread that answers one question at a time, and is started again after one that ended it. */
export class WorkerThread {
  readonly #options: ThreadOptions;
  #worker: Worker | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /**
   * Asks and waits: messages of the type `progress` come before the answer.
   *
   * @throws ScannerError `scan-too-large` when it ran out of memory, `scan-failed` when it ended otherwise, `scanner-stopping`
   */
  ask<Answer extends Message>(command: object, asked: Asked = {}): Promise<Answer> {
    const turn = this.#tail.then(() => this.#ask<Answer>(command, asked));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask<Answer extends Message>(command: object, { onMessage, signal }: Asked): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(toReason(signal));
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onReply).off('error', onError).off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      const onReply = (message: Message): void => {
        if (message.type === 'progress') onMessage?.(message);
        else end(() => (signal?.aborted === true ? reject(toReason(signal)) : resolve(message as Answer)));
      };
      const onError = (cause: Error): void => end(() => reject(toThreadError(cause)));
      const onExit = (): void =>
        end(() =>
          reject(
            signal?.aborted === true ? toReason(signal) : new ScannerError('scan-failed', 'the thread that worked on it ended by itself'),
          ),
        );
      const onAbort = (): void => {
        worker.postMessage({ type: 'stop' });
        timer = setTimeout(() => void this.close(), STOP_MS);
      };
      worker.on('message', onReply).on('error', onError).on('exit', onExit);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(command);
    });
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const { name, source, bundled, heapMb } = this.#options;
    const worker = new Worker(existsSync(source) ? source : bundled, { name, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    this.#worker = worker;
    worker.unref();
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

function toReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new ScannerError('scanner-stopping', 'the scanner stops');
}

function toThreadError(cause: Error & { readonly code?: unknown }): ScannerError {
  if (cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new ScannerError('scan-too-large', 'the image takes more memory to read than the scanner has for one', { cause });
  }
  return new ScannerError('scan-failed', `the thread that worked on it failed: ${cause.message}`, { cause });
}
