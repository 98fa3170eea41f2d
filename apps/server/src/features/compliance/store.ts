import type { ComplianceHead, State } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ComplianceMessage } from '../../notifiers/message.ts';

type Score = ComplianceMessage['scores'][number];

export interface StandRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly run: string | null;
  readonly sequence: number | null;
  readonly finishedAt: string | null;
  readonly score: Score | null;
}

/** The newest score of each framework, by cluster; a cluster without runs has one row without a score. */
export async function listStands(db: Db, principal: Principal): Promise<readonly StandRecord[]> {
  const { rows } = await sql<StandRecord>`
    SELECT c.id AS cluster, c.name AS "clusterName", s.run, s.sequence, s."finishedAt", s.score FROM cluster AS c LEFT JOIN LATERAL (
      SELECT DISTINCT ON (score ->> 'framework') r.id AS run, r.sequence, r.finished_at AS "finishedAt", score
      FROM compliance_run AS r, jsonb_array_elements(r.scores) AS score WHERE r.cluster = c.id AND r.state = 'done'
      ORDER BY score ->> 'framework', r.sequence DESC) AS s ON true
    WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` })} ORDER BY c.name, c.id, s.score ->> 'framework'`.execute(
    db,
  );
  return rows;
}

/** Points of a trend; older ones are left out. */
const MAX_POINTS = 400;

export async function listPoints(db: Db, principal: Principal, cluster: string, framework: string): Promise<readonly StandRecord[]> {
  const { rows } = await sql<StandRecord>`
    SELECT r.cluster, '' AS "clusterName", r.id AS run, r.sequence, r.finished_at AS "finishedAt", score
    FROM compliance_run AS r, jsonb_array_elements(r.scores) AS score
    WHERE r.cluster = ${cluster} AND r.state = 'done' AND score ->> 'framework' = ${framework} AND ${visible(principal, { cluster: sql`r.cluster` })}
    ORDER BY r.sequence DESC LIMIT ${MAX_POINTS}`.execute(db);
  return rows.toReversed();
}

export interface EndRecord {
  readonly sequence: number;
  readonly hash: string;
  readonly finishedAt: string;
}

export async function findEnd(db: Db, principal: Principal, cluster: string): Promise<EndRecord | undefined> {
  const { rows } = await sql<EndRecord>`
    SELECT r.sequence, r.hash, r.finished_at AS "finishedAt" FROM compliance_run AS r
    WHERE r.cluster = ${cluster} AND r.state = 'done' AND ${visible(principal, { cluster: sql`r.cluster` })} ORDER BY r.sequence DESC LIMIT 1`.execute(
    db,
  );
  return rows[0];
}

/** Records of a chain in order, one at a time: each may be large. */
export async function* readChain(db: Db, cluster: string): AsyncGenerator<string> {
  for (let last = -1; ; ) {
    const { rows } = await sql<{ sequence: number; record: string }>`
      SELECT sequence, record FROM compliance_run WHERE cluster = ${cluster} AND state = 'done' AND sequence > ${last} ORDER BY sequence LIMIT 1`.execute(
      db,
    );
    const [row] = rows;
    if (row === undefined) return;
    yield row.record;
    last = row.sequence;
  }
}

/** The end of what was deleted when its time had come. */
export async function readAnchors(db: Db, cluster: string): Promise<readonly ComplianceHead[]> {
  const { rows } = await sql<{ head: ComplianceHead }>`SELECT head FROM compliance_anchor WHERE cluster = ${cluster}`.execute(db);
  return rows.map(({ head }) => head);
}

/** How a cluster was set up, as its sensor or the facts of its nodes say, for whoever sees all of it. */
export async function findKind(db: Db, principal: Principal, cluster: string): Promise<{ readonly distribution: string } | undefined> {
  const { rows } = await sql<{ distribution: string }>`
    SELECT coalesce(nullif(c.distribution, ''), (SELECT min(f.distribution) FROM node_facts AS f WHERE f.cluster = c.id), '') AS distribution
    FROM cluster AS c WHERE c.id = ${cluster} AND c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` })}`.execute(db);
  return rows[0];
}

/** Controls of some frameworks, each as the newest run that looked at its framework found it. */
export async function readNewestControls(
  db: Db,
  cluster: string,
  frameworks: readonly string[],
): Promise<readonly { readonly framework: string; readonly control: string; readonly state: State }[]> {
  const { rows } = await sql<{ framework: string; control: string; state: State }>`
    SELECT c.framework, c.control, c.summary ->> 'state' AS state FROM unnest(${[...frameworks]}::text[]) AS wanted (framework)
    CROSS JOIN LATERAL (SELECT id FROM compliance_run AS r WHERE r.cluster = ${cluster} AND r.state = 'done' AND wanted.framework = ANY (r.frameworks)
      ORDER BY r.sequence DESC LIMIT 1) AS run
    JOIN compliance_control AS c ON c.run = run.id AND c.framework = wanted.framework ORDER BY c.run, c.position`.execute(db);
  return rows;
}
