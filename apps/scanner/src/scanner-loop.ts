import type { Log } from '@breakwater/daemon';
import type { Proxies } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { type JobKind, type LeaseRequest, type MatchJob, READERS_PREFIX, type ScanJob } from '@breakwater/protocol';
import { type ScannerOptions, type ScannerTiming, TIMING } from './options.ts';
import type { PullSecretReader } from './pull-secrets.ts';
import { join } from './server/admit.ts';
import { isWorn, renew } from './server/identity.ts';
import type { ServerClient } from './server/server-client.ts';
import { createInspectThread } from './threads/threads.ts';
import type { WorkerThread } from './threads/worker-thread.ts';
import { describeReaders, toHash } from './work/describe-readers.ts';
import { type RunnerParts, runPull } from './work/job-runner.ts';
import { runLeaseLoop } from './work/lease-loop.ts';
import type { Matcher } from './work/matcher.ts';
import { runMatches } from './work/run-matches.ts';

export const NO_PROXIES: Proxies = { httpsProxy: '', httpProxy: '', noProxy: '' };
/** Match jobs are short: several at once save ways. */
const MATCHES = 32;
/** A new database is told with the next lease: what changed should be known soon. */
const MATCH_WAIT_SECONDS = 5;
/** Without a database there is nothing to match; whether there is one by now costs little to see. */
const NO_DATABASE_MS = 5000;

/** Leases pulls and matches, each in a loop of its own, so that neither waits for the other. */
export class ScannerLoop {
  readonly #options: ScannerOptions;
  readonly #client: ServerClient;
  readonly #matcher: Matcher;
  readonly #secrets: PullSecretReader | undefined;
  readonly #log: Log;
  readonly #timing: ScannerTiming;
  readonly #stop = new AbortController();
  readonly #idle: WorkerThread[];
  readonly #running = new Set<Promise<void>>();
  readonly #loops: readonly Promise<void>[];
  readonly #renewal: NodeJS.Timeout;
  /** By which the server knows what was read by others than these. */
  readonly #readers: string;
  #announced: Promise<unknown> | undefined;

  constructor(options: ScannerOptions, client: ServerClient, matcher: Matcher, secrets: PullSecretReader | undefined) {
    this.#options = options;
    this.#client = client;
    this.#matcher = matcher;
    this.#secrets = secrets;
    this.#log = options.log;
    this.#readers = `${READERS_PREFIX}${toHash(describeReaders(options.trust ?? []))}`;
    this.#timing = { ...TIMING, ...options.timing };
    this.#idle = Array.from({ length: options.concurrency }, createInspectThread);
    this.#renewal = setInterval(() => void this.#renewWorn(), this.#timing.renewal);
    const shared = { readmit: () => this.#readmit(), log: this.#log, timing: this.#timing, stop: this.#stop.signal };
    this.#loops = [
      runLeaseLoop({ ...shared, name: 'pulls', lease: () => this.#leasePulls(), take: async jobs => this.#startPulls(jobs) }),
      runLeaseLoop({ ...shared, name: 'matches', lease: () => this.#leaseMatches(), take: jobs => this.#runMatches(jobs) }),
    ];
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#renewal);
    await Promise.all([...this.#loops, ...this.#running]);
    await Promise.all(this.#idle.map(thread => thread.close()));
  }

  async #leasePulls(): Promise<readonly ScanJob[]> {
    while (this.#idle.length === 0) await Promise.race(this.#running);
    return this.#lease(['inspect', 'list-tags'], this.#idle.length);
  }

  async #leaseMatches(): Promise<readonly ScanJob[]> {
    if ((await this.#matcher.describe()) === undefined) {
      await pause(NO_DATABASE_MS, this.#stop.signal);
      return [];
    }
    return this.#lease(['match'], MATCHES, Math.min(this.#timing.waitSeconds, MATCH_WAIT_SECONDS));
  }

  async #lease(kinds: JobKind[], max: number, waitSeconds = this.#timing.waitSeconds): Promise<readonly ScanJob[]> {
    this.#announced ??= this.#ask({ kinds: [], max: 0, waitSeconds: 0, started: true });
    try {
      await this.#announced;
    } catch (cause) {
      this.#announced = undefined;
      throw cause;
    }
    const jobs = await this.#ask({ kinds, max, waitSeconds });
    // What was given while it stopped is given back.
    if (this.#stop.signal.aborted) await Promise.allSettled(jobs.map(job => this.#client.release(job)));
    return this.#stop.signal.aborted ? [] : jobs;
  }

  async #ask(wanted: Pick<LeaseRequest, 'kinds' | 'max' | 'waitSeconds' | 'started'>): Promise<readonly ScanJob[]> {
    const database = await this.#matcher.describe();
    const { name, version } = this.#options;
    const request: LeaseRequest = {
      scanner: {
        name: name.slice(0, 200),
        version,
        capabilities: ['inspect', 'list-tags', 'match', this.#readers],
        clusters: [...(this.#secrets?.clusters ?? [])],
      },
      ...wanted,
      ...(database === undefined ? {} : { database }),
    };
    return this.#client.lease(request, this.#stop.signal);
  }

  #startPulls(jobs: readonly ScanJob[]): void {
    const { registry, cacheDir, trust = [], proxies = NO_PROXIES } = this.#options;
    const parts: RunnerParts = {
      client: this.#client,
      log: this.#log,
      timing: this.#timing,
      options: { registry, cacheDir, trust, proxies },
      readLogins: async ({ pullSecrets }) => (await this.#secrets?.read(pullSecrets)) ?? { logins: [], unread: [] },
      match: output => this.#matcher.match(output),
    };
    for (const job of jobs) {
      const thread = this.#idle.pop();
      if (job.kind === 'match' || thread === undefined) continue;
      const running: Promise<void> = runPull(job, thread, parts, this.#stop.signal).finally(() => {
        this.#idle.push(thread);
        this.#running.delete(running);
      });
      this.#running.add(running);
    }
  }

  #runMatches(jobs: readonly ScanJob[]): Promise<void> {
    const matches = jobs.filter((job): job is MatchJob => job.kind === 'match');
    return runMatches(matches, {
      client: this.#client,
      matcher: this.#matcher,
      log: this.#log,
      timing: this.#timing,
      stop: this.#stop.signal,
    });
  }

  async #renewWorn(): Promise<void> {
    const { dataDir, proxies = NO_PROXIES } = this.#options;
    if (!isWorn(this.#client.identity, Date.now())) return;
    try {
      this.#client.use(await renew(dataDir, this.#client.identity, proxies));
      this.#log.info({ id: this.#client.identity.id }, 'the certificate was renewed');
    } catch (cause) {
      this.#log.warn({ error: toErrorMessage(cause) }, 'the certificate was not renewed; trying again');
    }
  }

  /** The certificate is not taken any more: a new join token is the way back. */
  async #readmit(): Promise<void> {
    if (this.#options.joinToken !== undefined) this.#client.use(await join(this.#options));
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
