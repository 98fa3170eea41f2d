import type { Policy } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../../../database/connection.ts';
import { RequestError } from '../../../http/request-error.ts';
import { advanceRevision } from '../../../policy-set/store.ts';

/** Policies that people may write, and what these may come to together: a policy set has to fit into one frame. */
const MAX_POLICIES = 500;
const MAX_BYTES = 4 * 1024 * 1024;

export interface PolicySource {
  readonly text: string;
  readonly policy: Policy;
}

export async function readSources(
  db: Db,
  ids: readonly string[] | undefined,
): Promise<readonly { id: string; text: string; revision: number }[]> {
  const rows = db.selectFrom('policy').select(['id', 'source as text', 'revision']).orderBy('id');
  return (ids === undefined ? rows : rows.where('id', 'in', [...ids, ''])).execute();
}

/**
 * Adds policies, all or none. Gives the ids of those that took the place of an older one.
 *
 * @throws RequestError `conflict` where one exists and `replace` is not said
 */
export async function addPolicies(db: Db, sources: readonly PolicySource[], by: string, replace = false): Promise<readonly string[]> {
  return db.transaction().execute(async transaction => {
    const revision = await advanceRevision(transaction);
    const ids = sources.map(({ policy }) => policy.id);
    const old = (await transaction.selectFrom('policy').select('id').where('id', 'in', ids).orderBy('id').execute()).map(({ id }) => id);
    if (old.length > 0 && !replace)
      throw new RequestError('conflict', `There is a policy '${old.join("', '")}' already.`, 'Give it another id, or replace it.');
    for (const { text, policy } of sources) {
      const values = { source: text, definition: JSON.stringify(policy), revision, updated_by: by };
      await transaction
        .insertInto('policy')
        .values({ id: policy.id, created_by: by, ...values })
        .onConflict(conflict => conflict.column('id').doUpdateSet({ ...values, updated_at: sql`now()` }))
        .execute();
    }
    await checkBounds(transaction);
    return old;
  });
}

/** @throws RequestError `not-found`, `conflict` where somebody else was faster */
export async function replacePolicy(db: Db, { text, policy }: PolicySource, expected: number, by: string): Promise<void> {
  await db.transaction().execute(async transaction => {
    const revision = await advanceRevision(transaction);
    const current = await transaction
      .selectFrom('policy')
      .select(['revision', 'updated_by as by'])
      .where('id', '=', policy.id)
      .executeTakeFirst();
    if (current === undefined) throw new RequestError('not-found', `There is no policy '${policy.id}' any more.`, 'Save it as a new one.');
    if (current.revision !== expected)
      throw new RequestError(
        'conflict',
        `${current.by} has changed the policy since it was read.`,
        'Read it again; what you wrote is not saved.',
      );
    await transaction
      .updateTable('policy')
      .set({ source: text, definition: JSON.stringify(policy), revision, updated_by: by, updated_at: sql`now()` })
      .where('id', '=', policy.id)
      .execute();
    await checkBounds(transaction);
  });
}

/** Its settings go with it. Gives whether there was one. */
export async function deletePolicy(db: Db, id: string): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    await advanceRevision(transaction);
    const { numDeletedRows } = await transaction.deleteFrom('policy').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows > 0n) await transaction.deleteFrom('policy_setting').where('policy', '=', id).execute();
    return numDeletedRows > 0n;
  });
}

/** The revision is held, so nobody else adds any meanwhile. */
async function checkBounds(db: Db): Promise<void> {
  const { rows } = await sql<{ policies: number; bytes: number }>`
    SELECT count(*)::integer AS policies, coalesce(sum(greatest(octet_length(definition::text), octet_length(source))), 0)::bigint AS bytes FROM policy`.execute(
    db,
  );
  const { policies = 0, bytes = 0 } = rows[0] ?? {};
  if (policies > MAX_POLICIES)
    throw new RequestError('conflict', `There would be more than ${MAX_POLICIES} policies.`, 'Delete some that nobody needs.');
  if (bytes > MAX_BYTES)
    throw new RequestError(
      'conflict',
      `All policies together would be larger than ${MAX_BYTES / 1024 / 1024} MiB.`,
      'Shorten their examples.',
    );
}
