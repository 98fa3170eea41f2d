import { createLog } from '@breakwater/daemon';
import type { LeaseRequest } from '@breakwater/protocol';
import { type Database, openDatabase } from '../database/open-database.ts';
import { createDataFolder } from './data-folder.ts';

/** A database with the schema and nothing in it. */
export async function openTestDatabase(): Promise<Database> {
  const folder = createDataFolder();
  const database = await openDatabase({ dataDir: folder.path, log: createLog('silent') });
  return {
    ...database,
    close: async () => {
      await database.close();
      folder.remove();
    },
  };
}

/** A scanner that has just asked. */
export async function addScanner({ pool }: Pick<Database, 'pool'>, clusters: readonly string[] = []): Promise<string> {
  const { rows } = await pool.query<{ id: string }>("INSERT INTO scanner (name, clusters, seen_at) VALUES ('s', $1, now()) RETURNING id", [
    clusters,
  ]);
  return rows[0]?.id ?? '';
}

export function buildLease(change: Partial<LeaseRequest> = {}, clusters: readonly string[] = []): LeaseRequest {
  const scanner = { name: 's', version: '1', capabilities: [], clusters: [...clusters] };
  return { scanner, kinds: ['inspect', 'list-tags', 'match'], max: 50, waitSeconds: 0, ...change };
}
