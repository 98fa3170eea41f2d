import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SqliteReader } from './cataloger.ts';

/** Opens a database that an image brought: never writable, no extensions, its schema not trusted. Throws what SQLite throws. */
export function openSqlite(path: string): SqliteReader {
  const database = new DatabaseSync(path, { readOnly: true, allowExtension: false });
  // https://sqlite.org/security.html
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0');
  return {
    rows: sql => database.prepare(sql).iterate() as Iterable<Readonly<Record<string, unknown>>>,
    [Symbol.dispose]: () => {
      database.close();
      rmSync(path, { force: true });
    },
  };
}
