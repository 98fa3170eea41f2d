import type { Condition } from '@breakwater/api';
import type { Exception } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { escapeLike } from '../../access/visible.ts';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import { keepAcceptances } from '../../findings/acceptances/store.ts';
import { IS_OF_VULNERABILITY, KIND } from '../../findings/live/store.ts';
import type { ListSource } from '../../list/column.ts';
import { advanceRevision } from '../../policy-set/store.ts';
import { EXCEPTION_STATE, type ExceptionState, SELECT_EXCEPTION, seesException } from '../../views/exceptions/store.ts';

export function exceptionsSource(principal: Principal): ListSource {
  return {
    from: sql`exception AS e`,
    select: SELECT_EXCEPTION,
    where: [seesException(principal)],
    columns: {
      state: { value: EXCEPTION_STATE },
      kind: { value: sql`CASE WHEN ${IS_OF_VULNERABILITY} THEN ${KIND} ELSE '' END` },
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

export async function addException(
  db: Db,
  exception: Pick<Exception, 'target' | 'scope' | 'reason' | 'vexStatus'> & {
    readonly requester: string;
    readonly expiry: string | undefined;
    readonly until: 'fixable' | undefined;
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
      until: exception.until ?? null,
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
    // Before anybody is told, so that whoever asks then sees what it covers.
    await keepAcceptances(transaction, id);
    await tell(transaction);
    return true;
  });
}

async function tell(db: Db): Promise<void> {
  const change: Change = { topics: ['exception'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
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
