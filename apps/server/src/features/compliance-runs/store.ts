import type { NodeFacts, Problem, RecordedItem, RunScope } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ControlSummary } from '../../compliance/messages.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import type { ComplianceMessage } from '../../notifiers/message.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface RunRecord {
  readonly id: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly sequence: number | null;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly error: string;
  readonly requester: string;
  readonly frameworks: string[];
  readonly scope: RunScope;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  readonly hash: string | null;
  readonly scores: ComplianceMessage['scores'];
}

const SELECT: RawBuilder<unknown> = sql`r.id, r.cluster, c.name AS "clusterName", r.sequence, r.state, r.error, r.requester, r.frameworks, r.scope,
  r.requested_at AS "requestedAt", r.finished_at AS "finishedAt", r.hash, r.scores`;
const FROM: RawBuilder<unknown> = sql`compliance_run AS r JOIN cluster AS c ON c.id = r.cluster`;

/** A run is about a whole cluster: those who see namespaces of it see none. */
const isSeen = (principal: Principal): RawBuilder<boolean> => visible(principal, { cluster: sql`r.cluster` });

export function runsSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [isSeen(principal)],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      state: { value: sql`r.state` },
      requester: { value: sql`r.requester` },
      sequence: { value: sql`coalesce(r.sequence, -1)` },
      requestedAt: { value: sql`r.requested_at` },
    },
    tie: [{ value: sql`r.id`, cast: 'uuid' }],
    defaultSort: '-requestedAt',
  };
}

export async function findRun(db: Db, principal: Principal, id: string): Promise<RunRecord | undefined> {
  const { rows } = await sql<RunRecord>`SELECT ${SELECT} FROM ${FROM} WHERE r.id = ${id}::uuid AND ${isSeen(principal)}`.execute(db);
  return rows[0];
}

/** By id or name, as far as somebody sees all of it. */
export async function findWholeCluster(db: Db, principal: Principal, cluster: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM cluster AS c WHERE c.removed_at IS NULL AND (c.id = ${cluster} OR c.name = ${cluster})
      AND ${visible(principal, { cluster: sql`c.id` })} ORDER BY c.id = ${cluster} DESC LIMIT 1`.execute(db);
  return rows[0]?.id;
}

export interface NewRun {
  readonly cluster: string;
  readonly frameworks: readonly string[];
  readonly scope: RunScope;
  readonly language: string;
  readonly requester: string;
}

export async function addRun(db: Db, { cluster, frameworks, scope, language, requester }: NewRun): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO compliance_run (cluster, requester, frameworks, scope, language)
    VALUES (${cluster}, ${requester}, ${[...frameworks]}::text[], ${JSON.stringify(scope)}::jsonb, ${language}) RETURNING id`.execute(db);
  const change: Change = { cluster, topics: ['compliance', 'compliance-asked'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
  return rows[0]?.id ?? '';
}

export async function readControls(db: Db, run: string): Promise<readonly ControlSummary[]> {
  const { rows } = await sql<{ summary: ControlSummary }>`
    SELECT summary FROM compliance_control WHERE run = ${run}::uuid ORDER BY position`.execute(db);
  return rows.map(({ summary }) => summary);
}

export async function readProblems(db: Db, run: string): Promise<Problem[]> {
  const { rows } = await sql<{ problems: Problem[] }>`SELECT problems FROM compliance_run WHERE id = ${run}::uuid`.execute(db);
  return rows[0]?.problems ?? [];
}

/** A control with its items as JSON. */
export async function readControl(
  db: Db,
  run: string,
  framework: string,
  control: string,
): Promise<{ readonly summary: ControlSummary; readonly items: string } | undefined> {
  const { rows } = await sql<{ summary: ControlSummary; items: string }>`
    SELECT summary, items FROM compliance_control WHERE run = ${run}::uuid AND framework = ${framework} AND control = ${control}`.execute(
    db,
  );
  return rows[0];
}

/** The run before one, in the chain of its cluster. */
export async function findRunBefore(db: Db, cluster: string, sequence: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM compliance_run WHERE cluster = ${cluster} AND sequence < ${sequence} ORDER BY sequence DESC LIMIT 1`.execute(db);
  return rows[0]?.id;
}

/** Verdicts of a run that are about nodes or what runs there, beside others. Texts of hosts may hold what PostgreSQL's JSON does not take: they are read here. */
export async function readNodeItems(db: Db, run: string): Promise<readonly RecordedItem[]> {
  const { rows } = await sql<{ items: string }>`
    SELECT items FROM compliance_control WHERE run = ${run}::uuid AND (items LIKE '%"kind":"Node"%' OR items LIKE '%"node":"%') ORDER BY position`.execute(
    db,
  );
  return rows.flatMap(({ items }) => JSON.parse(items) as RecordedItem[]);
}

export interface NodeFrame {
  readonly node: string;
  /** Of its object; empty where there is none. */
  readonly info: Readonly<Record<string, string>>;
  readonly distribution: string | null;
  readonly collectedAt: string | null;
}

/** What is known of nodes now, by their objects and their facts. */
export async function readNodeFrames(db: Db, cluster: string, node?: string): Promise<readonly NodeFrame[]> {
  const { rows } = await sql<NodeFrame>`
    SELECT coalesce(o.name, f.node) AS node, coalesce(o.raw #> '{status,nodeInfo}', '{}') AS info, f.distribution, f.collected_at AS "collectedAt"
    FROM (SELECT name, raw FROM object WHERE cluster = ${cluster} AND kind = 'Node' AND api_version = 'v1') AS o
    FULL JOIN (SELECT node, distribution, collected_at FROM node_facts WHERE cluster = ${cluster}) AS f ON f.node = o.name
    WHERE ${node ?? null}::text IS NULL OR coalesce(o.name, f.node) = ${node ?? null}`.execute(db);
  return rows;
}

export async function readNodeFacts(db: Db, cluster: string, node: string): Promise<NodeFacts | undefined> {
  const { rows } = await sql<{ body: string }>`SELECT body FROM node_facts WHERE cluster = ${cluster} AND node = ${node}`.execute(db);
  return rows[0] === undefined ? undefined : (JSON.parse(rows[0].body) as NodeFacts);
}
