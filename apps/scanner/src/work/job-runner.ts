import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Backoff, type Log } from '@breakwater/daemon';
import { pinReference } from '@breakwater/image';
import { toErrorMessage } from '@breakwater/model';
import { type InspectJob, type ListTagsJob, MAX_RESULT_BYTES, type ScanFailure, type ScanProgress } from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';
import type { ScannerTiming } from '../options.ts';
import type { Logins } from '../pull-secrets.ts';
import type { ServerClient } from '../server/server-client.ts';
import type { PullAnswer, PullCommand, PullProgress } from '../threads/inspect-messages.ts';
import type { WorkerThread } from '../threads/worker-thread.ts';
import { toFailure } from './to-failure.ts';

/** What is told to the server of a job. */
export type JobClient = Pick<ServerClient, 'tellProgress' | 'sendResult' | 'tellFailure' | 'release'>;

export interface RunnerParts {
  readonly client: JobClient;
  readonly log: Log;
  readonly timing: ScannerTiming;
  readonly options: Pick<PullCommand, 'registry' | 'cacheDir' | 'proxies' | 'trust'>;
  readonly readLogins: (job: InspectJob | ListTagsJob) => Promise<Logins>;
  /** ScanMatch as JSON; undefined where there is no advisory database. */
  readonly match: (output: string) => Promise<string | undefined>;
}

const compress = promisify(gzip);
const SENDS = 8;

/** Does one job from lease to result. Throws nothing: a job that fails is told, one that is interrupted is given back. */
export async function runPull(job: InspectJob | ListTagsJob, thread: WorkerThread, parts: RunnerParts, stop: AbortSignal): Promise<void> {
  const { client, log, timing } = parts;
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new ScannerError('scan-timeout', `it was not read within ${Math.round(timing.scan / 60_000)} minutes`)),
    timing.scan,
  );
  const pulse = new Pulse(job, client, timing.progress);
  const signal = AbortSignal.any([stop, late.signal, pulse.lost]);
  try {
    await deliver(job, await work(job, thread, parts, pulse, signal), parts, signal);
  } catch (cause) {
    await settle(job, cause, parts, stop).catch(error =>
      log.warn({ job: job.id, error: toErrorMessage(error) }, 'the server was not told of a job'),
    );
  } finally {
    clearTimeout(timer);
    pulse.stop();
  }
}

/** The text of the result. */
async function work(
  job: InspectJob | ListTagsJob,
  thread: WorkerThread,
  { options, readLogins, match }: RunnerParts,
  pulse: Pulse,
  signal: AbortSignal,
): Promise<string> {
  const { logins, unread } = await readLogins(job);
  const answer = await thread.ask<PullAnswer>(toCommand(job, logins, options), {
    onMessage: message => pulse.tell(message as PullProgress),
    signal,
  });
  if (answer.type === 'failure') throw new JobFailure(withUnread(answer.failure, unread));
  if (answer.type === 'tags') return JSON.stringify({ kind: 'list-tags', tags: answer.tags });
  if (answer.type === 'same') return JSON.stringify({ kind: 'same', digest: answer.digest });
  pulse.tell({ phase: 'match', done: 0, total: 0 });
  const { digest, output, content, catalogers } = answer;
  const matched = await match(output);
  pulse.tell({ phase: 'send', done: 0, total: 0 });
  const head = `{"kind":"inspect","digest":${JSON.stringify(digest)},"catalogers":${JSON.stringify(catalogers)}`;
  return `${head},"content":${content},"output":${output}${matched === undefined ? '' : `,"match":${matched}`}}`;
}

/** What the thread said of a failure, as an error. */
class JobFailure extends Error {
  readonly failure: ScanFailure;

  constructor(failure: ScanFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

function toCommand(job: InspectJob | ListTagsJob, logins: readonly Uint8Array[], options: RunnerParts['options']): PullCommand {
  const isInspection = job.kind === 'inspect';
  return {
    type: job.kind,
    reference: isInspection && job.digest !== undefined ? pinReference(job.reference, job.digest) : job.reference,
    platform: isInspection ? job.platform : undefined,
    known: isInspection ? job.known : [],
    logins,
    ...options,
  };
}

const WITHOUT_LOGIN = new Set(['registry-unauthorized', 'image-not-found']);

/** Why a login is missing is half of the cause. */
function withUnread(failure: ScanFailure, unread: readonly string[]): ScanFailure {
  if (unread.length === 0 || !WITHOUT_LOGIN.has(failure.code)) return failure;
  return {
    ...failure,
    message: `${failure.message}; pull secrets that could not be used: ${unread.slice(0, 5).join('; ')}`.slice(0, 2000),
  };
}

async function deliver(job: InspectJob | ListTagsJob, text: string, { client, timing }: RunnerParts, signal: AbortSignal): Promise<void> {
  if (Buffer.byteLength(text) > MAX_RESULT_BYTES) {
    throw new ScannerError('scan-too-large', `what was read of it has more than the ${MAX_RESULT_BYTES} bytes that the server takes`);
  }
  const packed = await compress(text);
  await insist(() => client.sendResult(job, packed), timing, signal);
}

/** A server that is away for a moment must not cost what was read. */
export async function insist(send: () => Promise<void>, { retry, longestRetry }: ScannerTiming, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff(retry, longestRetry);
  for (let count = 1; ; count++) {
    try {
      await send();
      return;
    } catch (cause) {
      if (!(cause instanceof ScannerError) || cause.code !== 'server-unreachable' || count >= SENDS || signal.aborted) throw cause;
      await sleep(backoff.next(), undefined, { signal });
    }
  }
}

/** What becomes of a job that has no result. */
async function settle(
  job: InspectJob | ListTagsJob,
  cause: unknown,
  { client, log, timing }: RunnerParts,
  stop: AbortSignal,
): Promise<void> {
  if (stop.aborted) return client.release(job);
  if (cause instanceof ScannerError && (cause.code === 'lease-lost' || cause.code === 'result-refused')) {
    log.info({ job: job.id, reference: job.reference, code: cause.code, error: cause.message }, 'what was found is not used');
    return undefined;
  }
  const failure = cause instanceof JobFailure ? cause.failure : toFailure(cause);
  log.info({ job: job.id, reference: job.reference, code: failure.code, error: failure.message }, 'an image could not be read');
  return insist(() => client.tellFailure(job, failure), timing, stop);
}

/** Tells the server how far it is, often enough to keep the lease, and hears when nobody wants the job any more. */
class Pulse {
  readonly #job: InspectJob | ListTagsJob;
  readonly #client: JobClient;
  readonly #timer: NodeJS.Timeout;
  readonly #lost = new AbortController();
  #progress: ScanProgress = { phase: 'resolve', done: 0, total: 0 };

  constructor(job: InspectJob | ListTagsJob, client: JobClient, everyMs: number) {
    this.#job = job;
    this.#client = client;
    this.#timer = setInterval(() => void this.#send(), everyMs);
  }

  /** Aborts when the job is another's. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  tell({ phase, done, total }: ScanProgress): void {
    const isNew = phase !== this.#progress.phase;
    this.#progress = { phase, done, total };
    if (isNew) void this.#send();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #send(): Promise<void> {
    try {
      if (await this.#client.tellProgress(this.#job, this.#progress)) {
        this.#lost.abort(new ScannerError('lease-lost', 'the job is another scanner’s, or nobody wants it any more'));
      }
    } catch {
      // A server that is away for a moment hears of it the next time.
    }
  }
}
