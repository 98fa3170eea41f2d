import type { Log } from '@breakwater/daemon';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import { lookAgain } from '../changes/look-again.ts';
import type { Pool } from '../database/connection.ts';
import { queueMatches } from './databases/store.ts';
import { dropUnused, keepReferences, listMissing, listOutdated } from './plan/store.ts';
import { queuePulls } from './queue/store.ts';
import { takeDueWatched } from './watched/store.ts';

/** A look at a large installation takes a second; nine tenths of the time the database is there for others. */
const REST = 9;
/** Looks come without a change too: tags move, and what is watched comes due. */
const TOPICS = ['workload', 'cluster', 'watched-image', '*'];

/** Queues what scanners have to do, until it is stopped. Several servers may: what is queued already is not queued again. */
export function startPlanner(pool: Pool, changes: ChangeFeed, log: Log): () => Promise<void> {
  const failure = 'the work of scanners could not be planned; trying again';
  return lookAgain({ topics: TOPICS, failure, rest: REST, look: () => planOnce(pool) }, changes, log);
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
