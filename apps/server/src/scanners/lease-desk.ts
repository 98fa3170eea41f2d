import type { IncomingMessage } from 'node:http';
import { type LeaseRequest, MAX_WAIT_SECONDS, type ScanJob } from '@breakwater/protocol';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import type { Pool } from '../database/connection.ts';
import { PortRefusal } from '../sensors/port-request.ts';
import { seeDatabase, seeScanner } from './databases/store.ts';
import { describeJobs } from './describe-jobs.ts';
import { leaseJobs } from './jobs/store.ts';

/** Jobs become due by themselves too, without anybody telling. */
const LOOK_MS = 2000;
/** Clocks differ; a database of the day after tomorrow is none. */
const MAX_AHEAD_MS = 24 * 60 * 60_000;

/** Gives out jobs, and lets scanners wait for them. */
export class LeaseDesk {
  readonly #pool: Pool;
  readonly #closing = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #stop: () => void;

  constructor(pool: Pool, changes: ChangeFeed) {
    this.#pool = pool;
    this.#stop = changes.subscribe(({ topics }) => {
      if (topics.includes('scans') || topics.includes('*')) for (const wake of this.#waiting) wake();
    });
  }

  close(): void {
    this.#closing.abort();
    this.#stop();
    for (const wake of this.#waiting) wake();
  }

  /** Jobs as soon as there are any, none after the time that the scanner waits. Throws PortRefusal. */
  async lease(scanner: string, request: LeaseRequest, { socket }: Pick<IncomingMessage, 'socket'>): Promise<readonly ScanJob[]> {
    await this.#greet(scanner, request);
    const end = Date.now() + Math.min(request.waitSeconds, MAX_WAIT_SECONDS) * 1000;
    while (true) {
      // Whoever has gone must not be given anything.
      if (this.#closing.signal.aborted || socket.destroyed) return [];
      const leased = await leaseJobs(this.#pool, scanner, request);
      if (leased.length > 0) return describeJobs(this.#pool, scanner, request.scanner.clusters, leased);
      const left = end - Date.now();
      if (left <= 0 || request.max === 0) return [];
      await this.#pause(Math.min(left, LOOK_MS));
    }
  }

  async #greet(scanner: string, request: LeaseRequest): Promise<void> {
    const { database } = request;
    if (database !== undefined && !(Date.parse(database.built) < Date.now() + MAX_AHEAD_MS)) {
      throw new PortRefusal(
        400,
        'bad-request',
        'body.database.built is no time, or lies ahead; look at the clock of the machine that built it',
      );
    }
    if (!(await seeScanner(this.#pool, scanner, request))) {
      throw new PortRefusal(403, 'scanner-removed', 'the scanner was removed; a new join token brings it back');
    }
    if (database !== undefined) await seeDatabase(this.#pool, database);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }
}
