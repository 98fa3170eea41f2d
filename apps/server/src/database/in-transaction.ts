import type { ClientBase, Pool } from './connection.ts';

/** Runs work in one transaction: all of it, or nothing. A connection that could not be put back into order is not used again. */
export async function inTransaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    const outcome = await work(client);
    await client.query('COMMIT');
    broken = false;
    return outcome;
  } catch (cause) {
    broken = !(await client.query('ROLLBACK').then(
      () => true,
      () => false,
    ));
    throw cause;
  } finally {
    client.release(broken);
  }
}
