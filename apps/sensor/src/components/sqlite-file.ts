import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toErrorMessage } from '@breakwater/model';

export interface SqliteFileOptions<T> {
  readonly path: string;
  /** Tables and indexes that are made where they are missing. */
  readonly schema: string;
  /** Pragmas beside those of every such file. */
  readonly pragmas?: string;
  /** What reads the file first: that a file is damaged may only show there. */
  readonly make: (database: DatabaseSync) => T;
  /** A file that cannot be used is started anew: what was in it is lost. */
  readonly onDamage: (message: string) => void;
}

/** What was committed survives the end of the process; only one process has the file. */
const PRAGMAS = 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;';

/** https://www.sqlite.org/rescode.html: SQLITE_ERROR for another schema, SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED = [1, 11, 26];

/** Opens a file of this process, and makes its folder. Throws what SQLite says when another process has it open, and when the disk does not take it. */
export function openSqliteFile<T>(options: SqliteFileOptions<T>): T {
  const { path, onDamage } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return open(options);
  } catch (cause) {
    if (!DAMAGED.includes(Number((cause as { readonly errcode?: unknown }).errcode))) throw cause;
    onDamage(toErrorMessage(cause));
    removeSqliteFile(path);
    return open(options);
  }
}

export function removeSqliteFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

/** All of it or nothing; `onFailure` puts right what was counted meanwhile. */
export function transact(database: DatabaseSync, work: () => void, onFailure: () => void): void {
  database.exec('BEGIN');
  try {
    work();
    database.exec('COMMIT');
  } catch (cause) {
    // A full disk may have ended it already.
    if (database.isTransaction) database.exec('ROLLBACK');
    onFailure();
    throw cause;
  }
}

function open<T>({ path, schema, pragmas = '', make }: SqliteFileOptions<T>): T {
  const database = new DatabaseSync(path);
  try {
    database.exec(PRAGMAS + pragmas);
    database.exec(schema);
    return make(database);
  } catch (cause) {
    database.close();
    throw cause;
  }
}
