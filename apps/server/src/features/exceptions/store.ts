import type { Condition } from '@breakwater/api';
import type { Exception, Scope } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { escapeLike, toLikePattern } from '../../access/visible.ts';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { advanceRevision } from '../../policy-set/store.ts';

export type ExceptionState = 'requested' | 'approved' | 'denied' | 'expired' | 'ended';

export interface ExceptionRecord {
  readonly id: string;
  readonly state: ExceptionState;
  readonly target: string;
  readonly scope: Scope;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string | null;
  readonly expiry: string | null;
  readonly vexStatus: Exception['vexStatus'] | null;
  readonly requestedAt: string;
  readonly decidedAt: string | null;
  readonly comment: string;
  readonly selfApproved: boolean;
  readonly violations: number;
}

/** An end that has come counts at once, before the job that writes it down. */
const STATE = sql`CASE WHEN e.state IN ('requested', 'approved') AND e.expiry <= now() THEN 'expired' ELSE e.state END`;

const SELECT = sql`e.id, ${STATE} AS state, e.target, e.scope, e.reason, e.requester, e.approver, e.expiry, e.vex_status AS "vexStatus",
  e.requested_at AS "requestedAt", e.decided_at AS "decidedAt", e.comment, e.self_approved AS "selfApproved",
  (SELECT count(*) FROM violation AS v WHERE v.exception = e.id::text AND v.resolved_at IS NULL AND v.state = 'accepted') AS violations`;

export function exceptionsSource(principal: Principal): ListSource {
  return {
    from: sql`exception AS e`,
    select: SELECT,
    where: [seen(principal)],
    columns: {
      state: { value: STATE },
      target: { value: sql`e.target` },
      requester: { value: sql`e.requester` },
      expiry: { value: sql`coalesce(e.expiry, 'infinity')` },
      requestedAt: { value: sql`e.requested_at` },
      cluster: {
        value: sql`e.id`,
        known: sql`jsonb_array_elements_text(coalesce(e.scope -> 'clusters', '[]'))`,
        where: condition => matchPart('clusters', condition),
      },
      namespace: {
        value: sql`e.id`,
        known: sql`jsonb_array_elements_text(coalesce(e.scope -> 'namespaces', '[]'))`,
        where: condition => matchPart('namespaces', condition),
      },
    },
    tie: [{ value: sql`e.id`, cast: 'uuid' }],
    defaultSort: '-requestedAt',
  };
}

/** Whether it may hold in a cluster or namespace of one of the names: it names none at all, or one that fits. */
function matchPart(part: 'clusters' | 'namespaces', { operator, values }: Condition): RawBuilder<boolean> {
  const isPart = operator.endsWith('~');
  const fits = isPart
    ? sql`pattern ILIKE ANY (${values.map(value => `%${escapeLike(value)}%`)}::text[])`
    : sql`EXISTS (SELECT FROM unnest(${[...values]}::text[]) AS wanted (name) WHERE ${part === 'clusters' ? IS_CLUSTER : sql`wanted.name LIKE ${LIKE}`})`;
  const found = sql<boolean>`(coalesce(e.scope -> ${sql.lit(part)}, 'null') = 'null' OR EXISTS (
    SELECT FROM jsonb_array_elements_text(e.scope -> ${sql.lit(part)}) AS pattern WHERE ${fits}))`;
  return operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
}

/** A pattern of a scope as LIKE reads it: `*` stands for any text, everything else for itself. */
const LIKE = sql`replace(regexp_replace(pattern, '([\\\\%_])', '\\\\\\1', 'g'), '*', '%')`;

/** Clusters are asked for by id or name, and scopes name them by either. */
const IS_CLUSTER = sql`(wanted.name LIKE ${LIKE} OR EXISTS (SELECT FROM cluster AS c
  WHERE wanted.name IN (c.id, c.name) AND (c.id LIKE ${LIKE} OR c.name LIKE ${LIKE})))`;

/** An exception lies in a scope when it names nothing outside of it. One's own are always seen. */
function seen({ scope, person }: Principal): RawBuilder<boolean> {
  const parts = (['clusters', 'namespaces'] as const).flatMap(part => {
    const allowed = scope[part];
    if (allowed === undefined) return [];
    const clusters =
      part === 'clusters'
        ? sql`OR name IN (SELECT id FROM cluster WHERE cluster.name LIKE ANY (${allowed.map(toLikePattern)}::text[]))`
        : sql``;
    return sql<boolean>`(jsonb_array_length(coalesce(e.scope -> ${sql.lit(part)}, '[]')) > 0 AND NOT EXISTS (
      SELECT FROM jsonb_array_elements_text(e.scope -> ${sql.lit(part)}) AS name
      WHERE NOT (name LIKE ANY (${allowed.map(toLikePattern)}::text[]) ${clusters})))`;
  });
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(e.requester = ${person} OR (${sql.join(parts, sql` AND `)}))`;
}

export async function findException(db: Db, principal: Principal, id: string): Promise<ExceptionRecord | undefined> {
  const { rows } = await sql<ExceptionRecord>`SELECT ${SELECT} FROM exception AS e WHERE e.id = ${id}::uuid AND ${seen(principal)}`.execute(
    db,
  );
  return rows[0];
}

export async function addException(
  db: Db,
  exception: Pick<Exception, 'target' | 'scope' | 'reason' | 'vexStatus'> & {
    readonly requester: string;
    readonly expiry: string | undefined;
  },
): Promise<string> {
  const { id } = await db
    .insertInto('exception')
    .values({
      target: exception.target,
      scope: JSON.stringify(exception.scope),
      reason: exception.reason,
      requester: exception.requester,
      state: 'requested',
      expiry: exception.expiry ?? null,
      vex_status: exception.vexStatus ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tell(db);
  return id;
}

/** A step from one state to another; false when somebody was faster. Sensors get a new revision where it concerns them. */
export async function decide(
  db: Db,
  id: string,
  step: {
    readonly from: readonly ExceptionState[];
    readonly to: ExceptionState;
    readonly by: string;
    readonly comment: string;
    readonly selfApproved: boolean;
  },
): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('exception')
      .set(({ ref }) => ({
        state: step.to,
        decided_at: new Date(),
        comment: step.comment,
        // Who approved stays known after the end.
        approver: step.to === 'approved' ? step.by : ref('approver'),
        self_approved: step.to === 'approved' ? step.selfApproved : ref('self_approved'),
      }))
      .where('id', '=', id)
      .where('state', 'in', [...step.from])
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (step.to === 'approved' || step.from.includes('approved')) await advanceRevision(transaction);
    await tell(transaction);
    return true;
  });
}

async function tell(db: Db): Promise<void> {
  const change: Change = { topics: ['exception'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}

export async function countOtherApprovers(db: Db, person: string): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select(sql<number>`count(*)`.as('count'))
    .where('role', '=', 'admin')
    .where('name', '<>', person)
    .executeTakeFirst();
  return row?.count ?? 0;
}

export interface DecisionRecord {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly comment: string;
}

/** What was decided about an exception and by whom, the newest first, as far as the audit goes back. */
export async function listDecisions(db: Db, id: string): Promise<readonly DecisionRecord[]> {
  const { rows } = await sql<DecisionRecord>`
    SELECT at, actor AS by, action, coalesce(detail ->> 'comment', '') AS comment FROM audit
    WHERE object = ${id} AND action IN ('exceptions.approve', 'exceptions.deny', 'exceptions.end') AND status < 300
    ORDER BY audit.id DESC LIMIT 20`.execute(db);
  return rows;
}
