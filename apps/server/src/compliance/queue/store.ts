import type { Attestation, ComplianceHead, RunScope } from '@breakwater/model';
import { sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ComplianceMessage } from '../../notifiers/message.ts';
import type { RunOutcome } from '../messages.ts';

export interface WaitingRun {
  readonly id: string;
  readonly cluster: string;
  readonly frameworks: readonly string[];
  readonly scope: RunScope;
  readonly language: 'en' | 'ja';
  readonly requester: string;
}

const LEASE = '5 minutes';

/** Takes a run that waits, or whose server died; of one cluster one at a time, since each is written behind the one before. */
export async function leaseRun(db: Db): Promise<WaitingRun | undefined> {
  const { rows } = await sql<WaitingRun>`
    UPDATE compliance_run SET state = 'running', leased_until = now() + ${LEASE}::interval WHERE id = (
      SELECT r.id FROM compliance_run AS r WHERE (r.state = 'waiting' OR (r.state = 'running' AND r.leased_until < now()))
        AND NOT EXISTS (SELECT FROM compliance_run AS o WHERE o.cluster = r.cluster AND o.id <> r.id AND o.state = 'running' AND o.leased_until >= now())
      ORDER BY r.requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, cluster, frameworks, scope, language, requester`.execute(db);
  return rows[0];
}

export async function readVersion(db: Db, cluster: string): Promise<{ readonly version: string; readonly isWhole: boolean } | undefined> {
  const { rows } = await sql<{ version: string; isWhole: boolean }>`
    SELECT c.version, c.synced_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM problem AS p WHERE p.cluster = c.id AND p.code IN ('kind-unreadable', 'object-unjudged')) AS "isWhole"
    FROM cluster AS c WHERE c.id = ${cluster} AND c.removed_at IS NULL`.execute(db);
  return rows[0];
}

/** Objects of a cluster as JSON, some at a time. */
export async function* readObjects(db: Db, cluster: string, page: number): AsyncGenerator<readonly string[]> {
  for (let last = ''; ; ) {
    const { rows } = await sql<{ key: string; text: string }>`
      SELECT key, raw::text AS text FROM object WHERE cluster = ${cluster} AND key > ${last} ORDER BY key LIMIT ${page}`.execute(db);
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.map(({ text }) => text);
    last = end.key;
  }
}

/** Facts of the nodes of a cluster as JSON, one at a time. */
export async function* readFacts(db: Db, cluster: string): AsyncGenerator<string> {
  for (let last = ''; ; ) {
    const { rows } = await sql<{ node: string; body: string }>`
      SELECT node, body FROM node_facts WHERE cluster = ${cluster} AND node > ${last} ORDER BY node LIMIT 1`.execute(db);
    const [row] = rows;
    if (row === undefined) return;
    yield row.body;
    last = row.node;
  }
}

export async function readAttestations(db: Db): Promise<readonly Attestation[]> {
  const { rows } = await sql<{ body: Attestation }>`SELECT body FROM attestation ORDER BY at`.execute(db);
  return rows.map(({ body }) => body);
}

/** The last record of a cluster. */
export async function readLastRecord(db: Db, cluster: string): Promise<string | undefined> {
  const { rows } = await sql<{ record: string }>`
    SELECT record FROM compliance_run WHERE cluster = ${cluster} AND state = 'done' ORDER BY sequence DESC LIMIT 1`.execute(db);
  return rows[0]?.record;
}

/** Stores what a run found, and queues what its schedule's notifiers are told. Of two that were written behind the same run the second is refused by the key. */
export function finishRun(db: Db, { id, cluster }: WaitingRun, outcome: RunOutcome): Promise<void> {
  return db.transaction().execute(async transaction => {
    const { sequence, hash, finishedAt, record, scores, problems, controls } = outcome;
    await sql`
      UPDATE compliance_run SET state = 'done', sequence = ${sequence}, hash = ${hash}, finished_at = ${finishedAt}::timestamptz, record = ${record},
        scores = ${JSON.stringify(scores)}::jsonb, problems = ${JSON.stringify(problems)}::jsonb WHERE id = ${id}::uuid`.execute(
      transaction,
    );
    await sql`
      INSERT INTO compliance_control (run, position, framework, control, summary, items)
      SELECT ${id}::uuid, c.position - 1, c.summary->>'framework', c.summary->>'control', c.summary, c.items
      FROM unnest(${controls.map(({ summary }) => JSON.stringify(summary))}::jsonb[], ${controls.map(({ items }) => items)}::text[])
        WITH ORDINALITY AS c (summary, items, position)`.execute(transaction);
    await sql`INSERT INTO compliance_delivery (notifier, run)
      SELECT n.id, r.id FROM compliance_run AS r JOIN compliance_schedule AS s ON s.id = r.schedule JOIN notifier AS n ON n.id = ANY (s.notifiers) AND n.enabled
      WHERE r.id = ${id}::uuid ON CONFLICT DO NOTHING`.execute(transaction);
    await tell(transaction, cluster);
  });
}

export async function failRun(db: Db, { id, cluster }: WaitingRun, error: string): Promise<void> {
  await sql`UPDATE compliance_run SET state = 'failed', error = ${error.slice(0, 1000)}, finished_at = now() WHERE id = ${id}::uuid`.execute(
    db,
  );
  await tell(db, cluster);
}

async function tell(db: Db, cluster: string): Promise<void> {
  const change: Change = { cluster, topics: ['compliance'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}

export interface DueSchedule {
  readonly id: string;
  readonly name: string;
  readonly pattern: string;
  readonly timeZone: string;
}

/** Schedules whose time has come, and is no longer theirs: `findNext` says when they come again. @returns runs that were queued */
export function startDueSchedules(db: Db, findNext: (schedule: DueSchedule) => Date | undefined): Promise<number> {
  return db.transaction().execute(async transaction => {
    const { rows } = await sql<DueSchedule>`
      SELECT id, name, pattern, time_zone AS "timeZone" FROM compliance_schedule WHERE enabled AND next_at <= now() ORDER BY next_at
      FOR UPDATE SKIP LOCKED`.execute(transaction);
    let queued = 0;
    for (const schedule of rows) {
      const { numAffectedRows = 0n } = await sql`
        INSERT INTO compliance_run (cluster, requester, schedule, frameworks, scope, language)
        SELECT c.id, s.name, s.id, s.frameworks, s.scope, s.language FROM compliance_schedule AS s
        JOIN cluster AS c ON c.removed_at IS NULL AND (s.clusters = '{}' OR c.id = ANY (s.clusters)) WHERE s.id = ${schedule.id}::uuid`.execute(
        transaction,
      );
      queued += Number(numAffectedRows);
      await sql`UPDATE compliance_schedule SET next_at = ${findNext(schedule) ?? null}::timestamptz WHERE id = ${schedule.id}::uuid`.execute(
        transaction,
      );
    }
    return queued;
  });
}

/** Months that runs are kept. */
const KEPT = '13 months';

interface OldestRun {
  readonly cluster: string;
  readonly sequence: number;
  readonly hash: string;
  readonly finishedAt: string;
}

/** Runs that may go: all but the newest of a cluster that are older than they have to be kept; the last of them, whose head begins what is left. */
export async function findOldest(db: Db): Promise<readonly OldestRun[]> {
  const { rows } = await sql<OldestRun>`
    SELECT DISTINCT ON (r.cluster) r.cluster, r.sequence, r.hash, r.finished_at AS "finishedAt" FROM compliance_run AS r
    WHERE r.state = 'done' AND r.finished_at < now() - ${KEPT}::interval
      AND EXISTS (SELECT FROM compliance_run AS n WHERE n.cluster = r.cluster AND n.state = 'done' AND n.sequence > r.sequence)
    ORDER BY r.cluster, r.sequence DESC`.execute(db);
  return rows;
}

/** Deletes the runs of a cluster up to a head, which stands for them from then on. */
export function dropUpTo(db: Db, cluster: string, head: ComplianceHead): Promise<number> {
  return db.transaction().execute(async transaction => {
    await sql`INSERT INTO compliance_anchor (cluster, head) VALUES (${cluster}, ${JSON.stringify(head)}::jsonb)
      ON CONFLICT (cluster) DO UPDATE SET head = excluded.head`.execute(transaction);
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM compliance_run WHERE cluster = ${cluster} AND state = 'done' AND sequence <= ${head.sequence}`.execute(transaction);
    return Number(numAffectedRows);
  });
}

/** The record of a run, as it is hashed; undefined until it is done. */
export async function readRecord(db: Db, run: string): Promise<string | undefined> {
  const { rows } = await sql<{ record: string | null }>`SELECT record FROM compliance_run WHERE id = ${run}::uuid`.execute(db);
  return rows[0]?.record ?? undefined;
}

export interface RunDelivery {
  readonly id: string;
  readonly attempts: number;
  readonly type: string;
  readonly config: Record<string, unknown>;
  readonly secret: string | null;
  readonly run: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly sequence: number;
  readonly finishedAt: string;
  readonly hash: string;
  readonly scores: ComplianceMessage['scores'];
  /** Formats of the reports that go with it, and their language. */
  readonly reports: readonly string[];
  readonly language: 'en' | 'ja';
}

/** Takes what notifiers are to be told of runs. Each counts as tried from here on. */
export async function leaseRunDeliveries(db: Db, limit: number): Promise<readonly RunDelivery[]> {
  const { rows } = await sql<RunDelivery>`
    WITH due AS (
      SELECT d.id FROM compliance_delivery AS d WHERE d.state = 'waiting' AND d.next_at <= now() ORDER BY d.next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), leased AS (
      UPDATE compliance_delivery AS d SET attempts = d.attempts + 1, next_at = now() + interval '60 seconds' FROM due WHERE d.id = due.id
      RETURNING d.id, d.attempts, d.notifier, d.run
    )
    SELECT l.id, l.attempts, n.type, n.config, n.secret, r.id AS run, r.cluster, c.name AS "clusterName", r.sequence, r.finished_at AS "finishedAt", r.hash, r.scores,
      coalesce(s.reports, '{}') AS reports, r.language
    FROM leased AS l JOIN notifier AS n ON n.id = l.notifier AND n.enabled JOIN compliance_run AS r ON r.id = l.run JOIN cluster AS c ON c.id = r.cluster
      LEFT JOIN compliance_schedule AS s ON s.id = r.schedule`.execute(db);
  return rows;
}

/** `nextAt` is undefined where it is over, delivered or given up. */
export async function endRunDelivery(
  db: Db,
  id: string,
  state: 'delivered' | 'waiting' | 'failed',
  error: string,
  nextAt?: Date,
): Promise<void> {
  await sql`UPDATE compliance_delivery SET state = ${state}, error = ${error}, next_at = coalesce(${nextAt ?? null}::timestamptz, next_at)
    WHERE id = ${id}::uuid`.execute(db);
}
