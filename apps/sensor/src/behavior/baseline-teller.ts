import { setImmediate } from 'node:timers/promises';
import type { BehaviorBaseline } from '@breakwater/model';
import type { Outbox } from '../thread/outbox.ts';
import type { BaselineStore } from './baseline-store.ts';
import type { KeptBaseline } from './behavior-book.ts';

export interface BaselineTellerOptions {
  readonly outbox: Pick<Outbox, 'put' | 'delete' | 'wait'>;
  readonly store: Pick<BaselineStore, 'listAfter' | 'drop'>;
  /** Whether the workload of a baseline is still there. */
  readonly isThere: (baseline: BehaviorBaseline) => boolean;
}

/** What only counts more of what is known is told so often. */
const COUNTS_MS = 600_000;
/** A baseline outlives its workload by so much: what is deleted and made anew is what it was. */
const OUTLIVES_MS = 7 * 24 * 3_600_000;
const AT_ONCE = 50;

/** Tells the server of baselines: of what is new soon, of counts now and then, of all when everything is told. */
export class BaselineTeller {
  readonly #options: BaselineTellerOptions;
  readonly #told = new Map<string, { readonly news: string; readonly at: number }>();

  constructor(options: BaselineTellerOptions) {
    this.#options = options;
  }

  /** Takes what was written to disk. `now`: milliseconds since 1970. */
  readonly notice = (written: readonly KeptBaseline[], forgotten: readonly string[], now: number): void => {
    for (const { key, baseline } of written) if (this.#isDue(key, baseline, now)) this.#tell(key, baseline, now);
    for (const key of forgotten) this.#forget(key);
  };

  /** Tells of every baseline on disk, and drops those whose workload is gone; to be called once it is known which there are. */
  async tellAll(now: number): Promise<void> {
    const { store, outbox, isThere } = this.#options;
    for (let after = ''; ; ) {
      const some = store.listAfter(after, AT_ONCE);
      const gone = some.filter(([, baseline]) => now - readEnd(baseline) > OUTLIVES_MS && !isThere(baseline)).map(([key]) => key);
      store.drop(gone);
      for (const key of gone) this.#forget(key);
      for (const [key, baseline] of some) if (!gone.includes(key)) this.#tell(key, baseline, now);
      const last = some.at(-1);
      if (last === undefined) return;
      after = last[0];
      await outbox.wait();
      await setImmediate();
    }
  }

  #isDue(key: string, baseline: BehaviorBaseline, now: number): boolean {
    const told = this.#told.get(key);
    return told === undefined || told.news !== toNews(baseline) || now - told.at >= COUNTS_MS;
  }

  #tell(key: string, baseline: BehaviorBaseline, now: number): void {
    this.#options.outbox.put('baseline', key, JSON.stringify(baseline));
    this.#told.set(key, { news: toNews(baseline), at: now });
  }

  #forget(key: string): void {
    this.#options.outbox.delete('baseline', key);
    this.#told.delete(key);
  }
}

/** What is different when there is more to say than that it was seen again. */
function toNews({ state, since, lastNew, coverage, removed }: BehaviorBaseline): string {
  return [state, since, lastNew, coverage, ...removed].join('\n');
}

/** When it was changed last. */
function readEnd({ lastSeen, lockedAt = '' }: BehaviorBaseline): number {
  return Math.max(Date.parse(lastSeen), Date.parse(lockedAt) || 0);
}
