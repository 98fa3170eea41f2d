import type { Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { cleanText } from '../../ingest/json-rows.ts';
import { type Holder, PRIORITY } from '../holder.ts';
import { type Pull, queuePulls } from '../queue/store.ts';
import type { Stored } from '../results/store.ts';
import { parsePattern, selectTags } from './pattern.ts';

/** What is watched and due to be looked at, each once by whichever server asks first. */
export async function takeDueWatched(pool: Pool): Promise<readonly Pull[]> {
  const { rows } = await pool.query<{ pattern: string }>(
    "UPDATE watched_image SET next_at = now() + hours * interval '1 hour' WHERE next_at <= now() RETURNING pattern",
  );
  return rows.map(({ pattern }) => {
    const { repository, tags } = parsePattern(pattern);
    return { kind: tags === undefined ? 'inspect' : 'list-tags', reference: repository, priority: PRIORITY.watched };
  });
}

/** Queues the images of those tags of a repository that somebody watches. */
export async function storeTags(pool: Pool, { scanner, job, lease }: Holder, tags: readonly string[]): Promise<Stored> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ reference: string }>(
      `UPDATE scan_job SET state = 'done', ended_at = now(), lease = NULL, lease_ends_at = NULL, attempts = 0, error_code = '', error_message = '',
        permanent = false
      WHERE id = $2 AND lease = $3 AND scanner = $1 AND state = 'leased' RETURNING reference`,
      [scanner, job, lease],
    );
    const [held] = rows;
    if (held === undefined) return 'lease-lost';
    const watched = await client.query<{ pattern: string }>('SELECT pattern FROM watched_image');
    const patterns = watched.rows.map(({ pattern }) => parsePattern(pattern)).filter(({ repository }) => repository === held.reference);
    const chosen = patterns.flatMap(pattern => (pattern.tags === undefined ? [] : selectTags(pattern.tags, tags.map(cleanText))));
    const toPull = (tag: string): Pull => ({ kind: 'inspect', reference: `${held.reference}:${tag}`, priority: PRIORITY.watched });
    await queuePulls(client, [...new Set(chosen)].map(toPull));
    return 'stored';
  });
}
