import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { ChangeFeed } from './listen-changes.ts';

/** Between two looks: after a change, and when nothing changes, since there is what comes due by itself. */
const PAUSE_MS = 1000;
const IDLE_MS = 30_000;

export interface Looking {
  /** Changes of these topics are a reason to look again soon. */
  readonly topics: readonly string[];
  /** What is logged of a look that failed. */
  readonly failure: string;
  /** How many times as long as a look took is rested at least, so that the database is there for others; 0 for no more than the pause. */
  readonly rest: number;
  /** One look; it may end early when the signal comes. */
  readonly look: (signal: AbortSignal) => Promise<void>;
}

/** Looks at once, after changes and every half a minute, never twice at the same time. @returns ends it, and waits for a look that goes on */
export function lookAgain({ topics: wanted, failure, rest, look }: Looking, changes: ChangeFeed, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  let wake = (): void => {};
  let isDue = true;
  const unsubscribe = changes.subscribe(({ topics }) => {
    if (!topics.some(topic => wanted.includes(topic))) return;
    isDue = true;
    wake();
  });
  let said = '';
  const fail = (cause: unknown): string => {
    const error = toErrorMessage(cause);
    // Told once, however long the database is away.
    if (error !== said) log.warn({ error }, failure);
    return error;
  };
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      isDue = false;
      const start = performance.now();
      said = await look(stopping.signal).then(() => '', fail);
      const pause = Math.max(PAUSE_MS, (performance.now() - start) * rest);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (!isDue && !stopping.signal.aborted) await waitFor(IDLE_MS, resume => (wake = resume));
    }
  };
  const working = work();
  return async () => {
    stopping.abort();
    unsubscribe();
    wake();
    await working;
  };
}

function waitFor(milliseconds: number, arm: (resume: () => void) => void): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
