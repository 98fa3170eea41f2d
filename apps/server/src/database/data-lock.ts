import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from './errors.ts';

/**
 * One process per data folder. The lock is SQLite's file lock, since the kernel gives it back however the process ends
 * and no number of a process has to be trusted.
 *
 * @returns a function that gives the folder back
 * @throws DatabaseError `data-folder-in-use`
 */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = new DatabaseSync(join(dataDir, 'lock'));
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    throw new DatabaseError(
      'data-folder-in-use',
      `another breakwater process uses the data folder ${dataDir}; stop it, or name another folder`,
      { cause },
    );
  }
  return () => file.close();
}
