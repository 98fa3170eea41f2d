import { randomBytes } from 'node:crypto';
import type { ResponseRecord, ResponseState } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface ResponseRowRecord {
  readonly id: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly state: ResponseState;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly requester: string;
  readonly automatic: boolean;
  readonly approver: string | null;
  readonly selfApproved: boolean;
  readonly dryRun: boolean;
  readonly reverted: boolean;
  readonly undoing: boolean;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly body: ResponseRecord;
}

/** What waits for people or for a sensor ends by itself, before anybody writes it down. */
const STATE = sql<string>`CASE WHEN r.revision = 0 AND r.state IN ('pending-approval', 'approved')
  AND (r.body #>> '{request,expiresAt}')::timestamptz <= now() THEN 'expired' ELSE r.state END`;

const FROM = sql`response AS r JOIN cluster AS c ON c.id = r.cluster AND c.removed_at IS NULL`;
const SELECT = sql`r.id, r.cluster, c.name AS "clusterName", ${STATE} AS state, r.kind, r.namespace, r.name, r.requester, r.automatic, r.approver,
  r.self_approved AS "selfApproved", r.dry_run AS "dryRun", r.reverted, r.undo IS NOT NULL AS undoing, r.requested_at AS "requestedAt",
  r.updated_at AS "updatedAt", r.body`;

function sees(principal: Principal): RawBuilder<boolean> {
  return visible(principal, { cluster: sql`r.cluster`, namespace: sql`r.namespace` });
}

export function responsesSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [sees(principal)],
    columns: {
      state: { value: STATE },
      action: { value: sql`r.action` },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`r.namespace` },
      kind: { value: sql`r.kind` },
      name: { value: sql`r.name` },
      requester: { value: sql`r.requester` },
      automatic: { value: sql`r.automatic` },
      dryRun: { value: sql`r.dry_run` },
      reverted: { value: sql`r.reverted` },
      requestedAt: { value: sql`r.requested_at` },
    },
    tie: [{ value: sql`r.id` }],
    defaultSort: '-requestedAt',
  };
}

export async function findResponse(db: Db, principal: Principal, id: string): Promise<ResponseRowRecord | undefined> {
  const { rows } = await sql<ResponseRowRecord>`SELECT ${SELECT} FROM ${FROM} WHERE r.id = ${id} AND ${sees(principal)}`.execute(db);
  return rows[0];
}

export interface TargetCluster {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly string[];
}

export async function findCluster(db: Db, principal: Principal, id: string): Promise<TargetCluster | undefined> {
  const { rows } = await sql<TargetCluster>`
    SELECT c.id, c.name, coalesce(c.capabilities, '{}') AS capabilities FROM cluster AS c
    WHERE c.id = ${id} AND c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)}`.execute(db);
  return rows[0];
}

/** A DNS label, since it becomes part of names and labels in the cluster. */
export function createId(): string {
  return `r-${randomBytes(8).toString('hex')}`;
}

export async function addResponse(db: Db, cluster: string, record: ResponseRecord): Promise<void> {
  const { id, action, target, requestedBy, approvedBy = null, dryRun, requestedAt } = record.request;
  await sql`
    INSERT INTO response (id, cluster, state, action, kind, namespace, name, requester, automatic, approver, dry_run, requested_at, body)
    VALUES (${id}, ${cluster}, ${record.state}, ${action}, ${target.kind}, ${target.namespace}, ${target.name}, ${requestedBy.name}, false,
      ${approvedBy}, ${dryRun}, ${requestedAt}, ${JSON.stringify(record)})`.execute(db);
  await tell(db, cluster);
}

/** A decision about what waits for one; false when somebody was faster, or its time is over. */
export async function decide(
  db: Db,
  { id, cluster }: Pick<ResponseRowRecord, 'id' | 'cluster'>,
  step: { readonly record: ResponseRecord; readonly approver: string | null; readonly selfApproved: boolean },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE response AS r SET state = ${step.record.state}, approver = ${step.approver}, self_approved = ${step.selfApproved},
      body = ${JSON.stringify(step.record)}, updated_at = now()
    WHERE r.id = ${id} AND ${STATE} = 'pending-approval'`.execute(db);
  if (numAffectedRows > 0n) await tell(db, cluster);
  return numAffectedRows > 0n;
}

/** Asks the responder to take it back; false when there is nothing to take back any more. */
export async function askUndo(
  db: Db,
  { id, cluster }: Pick<ResponseRowRecord, 'id' | 'cluster'>,
  undo: { readonly by: string; readonly reason: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE response SET undo = ${JSON.stringify(undo)}, updated_at = now()
    WHERE id = ${id} AND undo IS NULL AND (body ->> 'isUndoable')::boolean AND state IN ('done', 'failed')`.execute(db);
  if (numAffectedRows > 0n) await tell(db, cluster);
  return numAffectedRows > 0n;
}

async function tell(db: Db, cluster: string): Promise<void> {
  const change: Change = { cluster, topics: ['response'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}
