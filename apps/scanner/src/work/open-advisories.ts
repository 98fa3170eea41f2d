import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { type OpenAdvisoryDatabase, openDatabase } from '@breakwater/advisory';
import type { ScannerDatabase } from '@breakwater/protocol';

export interface Advisories {
  readonly database: OpenAdvisoryDatabase;
  readonly described: ScannerDatabase;
}

/** Keeps the advisory database open, and opens it anew when another file has taken its place. */
export class AdvisoryFile {
  #open: (Advisories & { readonly version: string }) | undefined;

  /** Throws AdvisoryError. */
  read(file: string): Advisories {
    const { ino, size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { ino: 0, size: 0, mtimeMs: 0 };
    const version = [file, ino, size, mtimeMs].join(' ');
    if (this.#open?.version === version) return this.#open;
    this.#open?.database[Symbol.dispose]();
    this.#open = undefined;
    const database = openDatabase(file);
    this.#open = { database, described: describe(database), version };
    return this.#open;
  }
}

/** Known by when it was built and from what; to read a file of gigabytes for that would take too long. */
function describe(database: OpenAdvisoryDatabase): ScannerDatabase {
  const feeds = database.feeds();
  const parts = [database.built, feeds.map(({ name, digest }) => [name, digest])];
  return {
    digest: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    built: database.built,
    records: database.countRecords(),
    feeds: feeds.map(({ name, newest, records, verified }) => ({ name, newest, records, verified })),
  };
}
