import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import { lookAgain } from '../changes/look-again.ts';
import type { Db, Pool } from '../database/connection.ts';
import { PRIORITY } from '../scanners/holder.ts';
import { isReference } from '../scanners/is-reference.ts';
import { queuePulls } from '../scanners/queue/store.ts';
import { keepAcceptances } from './acceptances/store.ts';
import { takeDueBases } from './bases/store.ts';
import { keepPlaces } from './places/store.ts';
import { countPlans } from './plans/store.ts';
import { countVulnerabilities, tellCounted } from './summaries/store.ts';

/** Looks come without a change too: exceptions end by themselves. */
const TOPICS = ['workload', 'cluster', 'images', 'scans', 'exception', 'watched-image', 'base-image', '*'];

/** Keeps what lists of images and vulnerabilities count ahead, until it is stopped. Several servers may: each waits for the other. */
export function startKeeper(
  { query, pool }: { readonly query: Db; readonly pool: Pool },
  changes: ChangeFeed,
  log: Log,
): () => Promise<void> {
  const look = async (signal: AbortSignal): Promise<void> => {
    await keepFindings(query, signal);
    await rescanBases(query, pool);
  };
  const failure = 'vulnerabilities could not be counted; trying again';
  return lookAgain({ topics: TOPICS, failure, rest: 0, look }, changes, log);
}

/** One look; in short transactions, so that nobody waits for long. */
export async function keepFindings(query: Db, signal?: AbortSignal): Promise<void> {
  // Together: a container that has moved must not be counted as covered where it was.
  await query.transaction().execute(async transaction => {
    await keepPlaces(transaction);
    await keepAcceptances(transaction);
  });
  const counted = await repeat(query, countVulnerabilities, signal);
  // Other names of vulnerabilities are known once they are counted.
  if (counted > 0) await query.transaction().execute(transaction => keepAcceptances(transaction));
  const planned = await repeat(query, countPlans, signal);
  if (counted + planned > 0) await tellCounted(query);
}

/** Base images that somebody approved are read like watched ones, so that a newer one is known. */
async function rescanBases(query: Db, pool: Pool): Promise<void> {
  const names = (await takeDueBases(query)).filter(isReference);
  await queuePulls(
    pool,
    names.map(reference => ({ kind: 'inspect', reference, priority: PRIORITY.watched })),
  );
}

/**
 * Rests after each step as long as it took, where it can be stopped: while a fleet is matched again every vulnerability changes many times,
 * so that counting less often is less work, and those who write have the database to themselves half of the time.
 */
async function repeat(query: Db, step: (transaction: Db) => Promise<number>, signal: AbortSignal | undefined): Promise<number> {
  let done = 0;
  while (signal?.aborted !== true) {
    const started = performance.now();
    const count = await query.transaction().execute(step);
    if (count === 0) break;
    done += count;
    if (signal !== undefined) await sleep(performance.now() - started, undefined, { signal }).catch(() => {});
  }
  return done;
}
