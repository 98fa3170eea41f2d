import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { DatabaseError } from './errors.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Tables } from './tables.ts';
import { parseColumn } from './types.ts';

const OLDEST_VERSION = 150_000;
const CONNECTIONS = 20;

/** Where the database is: a URL of somebody's PostgreSQL, or a folder for one of our own. */
export interface DatabaseOptions {
  readonly url?: string;
  readonly dataDir: string;
  readonly log: Log;
}

/** An open database with the schema of this release. */
export interface Database {
  readonly pool: Pool;
  readonly query: Kysely<Tables>;
  readonly config: PoolConfig;
  readonly embedded: boolean;
  /** Process id of an embedded server, for tests that kill it. */
  readonly pid: () => number | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Opens it, starting an embedded PostgreSQL where no URL is given, and brings the schema up to date.
 *
 * @throws DatabaseError
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded = options.url === undefined ? await startEmbeddedPostgres(options) : undefined;
  const config = toPoolConfig(embedded?.connection ?? { connectionString: options.url });
  const pool = new Pool(config);
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  let closing = false;
  pool.on('error', error => {
    if (!closing) options.log.warn({ error: error.message }, 'a database connection was lost');
  });
  // One that breaks while it is in use fails the query that waits; the event comes beside it.
  pool.on('connect', client => client.on('error', () => {}));
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    closing = true;
    await query.destroy();
    await embedded?.stop();
  };
  try {
    await prepare(pool, options.log);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return { pool, query, config, embedded: embedded !== undefined, pid: embedded?.pid ?? (() => undefined), close };
}

function toPoolConfig(connection: PoolConfig): PoolConfig {
  return {
    ...connection,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'breakwater',
    options: '-c timezone=UTC -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s',
    types: { getTypeParser: parseColumn },
  };
}

async function prepare(pool: Pool, log: Log): Promise<void> {
  const client = await connect(pool);
  try {
    const { rows } = await client.query<{ number: number; text: string }>(
      `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
    );
    checkVersion(rows[0] ?? { number: 0, text: 'of no known version' });
    // A schema step may rewrite a large table.
    await client.query('SET statement_timeout = 0');
    await migrate(client, MIGRATIONS, log);
  } finally {
    client.release(true);
  }
}

/**
 * @param version `server_version_num` and `server_version`
 * @throws DatabaseError `database-version`
 */
export function checkVersion({ number, text }: { readonly number: number; readonly text: string }): void {
  if (number >= OLDEST_VERSION) return;
  throw new DatabaseError('database-version', `the database is PostgreSQL ${text}; 15 or newer is needed`);
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new DatabaseError('database-unreachable', `the database cannot be reached: ${toErrorMessage(cause)}`, { cause });
  }
}
