import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import type { Pool } from '../database/connection.ts';
import { queueMatches } from './databases/store.ts';
import { dropUnused, keepReferences, listMissing, listOutdated } from './plan/store.ts';
import { queuePulls } from './queue/store.ts';
import { takeDueWatched } from './watched/store.ts';

/** Between two looks: after a change, and when nothing changes, since tags move and what is watched comes due. */
const PAUSE_MS = 1000;
const IDLE_MS = 30_000;
/** A look at a large installation takes a second; nine tenths of the time the database is there for others. */
const REST = 9;
const TOPICS = ['workload', 'cluster', 'watched-image', '*'];

/** Queues what scanners have to do, until it is stopped. Several servers may: what is queued already is not queued again. */
export function startPlanner(pool: Pool, changes: ChangeFeed, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  let wake = (): void => {};
  let isDue = true;
  const unsubscribe = changes.subscribe(({ topics }) => {
    if (!topics.some(topic => TOPICS.includes(topic))) return;
    isDue = true;
    wake();
  });
  let said = '';
  const fail = (cause: unknown): string => {
    const error = toErrorMessage(cause);
    // Told once, however long the database is away.
    if (error !== said) log.warn({ error }, 'the work of scanners could not be planned; trying again');
    return error;
  };
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      isDue = false;
      const start = performance.now();
      said = await planOnce(pool).then(() => '', fail);
      const pause = Math.max(PAUSE_MS, (performance.now() - start) * REST);
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

/** One look. */
export async function planOnce(pool: Pool): Promise<void> {
  await keepReferences(pool);
  await dropUnused(pool);
  await queuePulls(pool, await listMissing(pool));
  await queuePulls(pool, await takeDueWatched(pool));
  await queuePulls(pool, await listOutdated(pool));
  await queueMatches(pool);
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
