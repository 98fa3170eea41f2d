import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff, type Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { ScanJob } from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';
import type { ScannerTiming } from '../options.ts';

export interface LeaseLoop {
  readonly name: string;
  /** Waits until there is room, and leases. */
  readonly lease: () => Promise<readonly ScanJob[]>;
  /** Starts what was leased; resolves when the next lease may be asked for. */
  readonly take: (jobs: readonly ScanJob[]) => Promise<void>;
  /** Asked when the server does not let it in. Resolves when it may be tried again. */
  readonly readmit: () => Promise<void>;
  readonly log: Log;
  readonly timing: ScannerTiming;
  readonly stop: AbortSignal;
}

/** Leases and works until it is stopped, however long the server is away. */
export async function runLeaseLoop({ name, lease, take, readmit, log, timing, stop }: LeaseLoop): Promise<void> {
  const backoff = new Backoff(timing.retry, timing.longestRetry);
  while (!stop.aborted) {
    try {
      const jobs = await lease();
      backoff.reset();
      await take(jobs);
    } catch (cause) {
      if (stop.aborted) return;
      log.warn({ loop: name, error: toErrorMessage(cause) }, 'no work from the server; trying again');
      if (cause instanceof ScannerError && cause.code === 'enrol-refused') await readmit().catch(() => {});
      await sleep(backoff.next(), undefined, { signal: stop }).catch(() => {});
    }
  }
}
