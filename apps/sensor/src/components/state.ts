import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { ImageFacts, ItemType, PolicySet } from '@breakwater/protocol';
import type { ItemChange } from '../thread/messages.ts';
import { Ballast, isUnwritable, measureRoom, RESERVE } from './disk.ts';
import { openSqliteFile, removeSqliteFile, transact } from './sqlite-file.ts';

/** One row of the spool: a change that the server has not acknowledged yet. */
export interface SpoolRow {
  readonly id: number;
  readonly action: 'put' | 'delete';
  readonly type: ItemType;
  readonly key: string;
  readonly hash: string;
  readonly body: string;
}

export interface SpoolSize {
  readonly items: number;
  readonly bytes: number;
  /** Changes that were dropped since the start, as there was no room. */
  readonly dropped: number;
}

export interface StateOptions {
  readonly folder: string;
  readonly cluster: string;
  /** Bound of the spool; 0 where there is no server that anything would be kept for. */
  readonly spoolBytes: number;
  /** A state on disk that cannot be used is started anew. */
  readonly onDamage: (message: string) => void;
  /** Bytes that the disk still takes; that of the folder when absent. */
  readonly measureRoom?: () => number;
}

/** How full the difference between two pictures is. */
export interface Difference {
  /** Items that the server lacks and whose bodies are not at hand. */
  readonly wanted: number;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS item (type TEXT, key TEXT, hash TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (type, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spool (
  id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, key TEXT NOT NULL, action TEXT NOT NULL,
  hash TEXT NOT NULL, body TEXT NOT NULL, bytes INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS spool_item ON spool (type, key);
CREATE TABLE IF NOT EXISTS image_facts (reference TEXT PRIMARY KEY, version TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TEMP TABLE remote (type TEXT, key TEXT, hash TEXT NOT NULL, PRIMARY KEY (type, key)) WITHOUT ROWID;
CREATE TEMP TABLE wanted (type TEXT, key TEXT, PRIMARY KEY (type, key)) WITHOUT ROWID;
`;

/** Rows that are dealt with before others get their turn. */
const STRETCH = 1000;

type Place = readonly [type: string, key: string];

const DROP_STORED = `
DELETE FROM spool WHERE id > ? AND id <= ? AND action = 'put'
AND EXISTS (SELECT 1 FROM remote r WHERE r.type = spool.type AND r.key = spool.key AND r.hash = spool.hash)`;
const DROP_GONE = `
DELETE FROM spool WHERE id > ? AND id <= ? AND action = 'delete'
AND NOT EXISTS (SELECT 1 FROM remote r WHERE r.type = spool.type AND r.key = spool.key)`;
const GONE = `
SELECT type, key FROM remote r WHERE (type, key) > (?, ?) AND (type, key) <= (?, ?)
AND NOT EXISTS (SELECT 1 FROM item i WHERE i.type = r.type AND i.key = r.key)`;
const WANT = `
INSERT OR IGNORE INTO wanted SELECT i.type, i.key FROM item i LEFT JOIN remote r ON r.type = i.type AND r.key = i.key
WHERE (i.type, i.key) > (?, ?) AND (i.type, i.key) <= (?, ?) AND (r.hash IS NULL OR r.hash <> i.hash)
AND NOT EXISTS (SELECT 1 FROM spool s WHERE s.type = i.type AND s.key = i.key)`;

const FILE = 'state.sqlite';
const PRAGMAS = 'PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 256';

/** Bytes of a row beside key and body. */
const ROW_BYTES = 120;

/**
 * What the sensor knows, on disk: the hash of each item, and the bodies of those that the server has not acknowledged. Items are state:
 * a newer one takes the place of an older one, in the spool too.
 */
export class State {
  readonly #database: DatabaseSync;
  readonly #spoolBytes: number;
  readonly #measureRoom: () => number;
  readonly #ballast: Ballast;
  readonly #statements: Statements;
  #run: number;
  #bytes: number;
  #items: number;
  #dropped = 0;
  #isComparing = false;
  #isBehind = false;
  /** Whether something was dropped that the server has to be asked about. */
  isLossy = false;

  private constructor(database: DatabaseSync, { folder, spoolBytes, measureRoom: measure = () => measureRoom(folder) }: StateOptions) {
    this.#database = database;
    this.#spoolBytes = spoolBytes;
    this.#measureRoom = measure;
    this.#ballast = new Ballast(folder);
    this.#statements = prepareAll(database);
    this.#run = Number(this.readSetting('run') ?? 0);
    this.startRun();
    const [size] = database.prepare('SELECT count(*) AS items, coalesce(sum(bytes), 0) AS bytes FROM spool').all();
    this.#items = Number(size?.['items'] ?? 0);
    this.#bytes = Number(size?.['bytes'] ?? 0);
  }

  /**
   * Opens the state of a cluster in a folder. One that is damaged, or of another cluster, is started anew: everything in it can be observed or
   * fetched again. Throws when another process has it open, and when the disk does not take it.
   */
  static open(options: StateOptions): State {
    const { folder, cluster, onDamage } = options;
    const path = join(folder, FILE);
    const make = (database: DatabaseSync): State => new State(database, options);
    // After a power failure the last moments are observed again.
    const state = openSqliteFile({ path, schema: SCHEMA, pragmas: PRAGMAS, make, onDamage });
    const known = state.readSetting('cluster');
    if (known === undefined || known === cluster) {
      state.writeSetting('cluster', cluster);
      return state;
    }
    state.close();
    onDamage(`it was of cluster ${known}`);
    removeSqliteFile(path);
    return State.open(options);
  }

  get spool(): SpoolSize {
    return { items: this.#items, bytes: this.#bytes, dropped: this.#dropped };
  }

  get hasItems(): boolean {
    return this.#database.prepare('SELECT 1 FROM item LIMIT 1').get() !== undefined;
  }

  /** Whether the server does not get all that was found. */
  get isIncomplete(): boolean {
    return this.isLossy || this.#isBehind;
  }

  /** From here on everything that exists is told: what is not told until `finishRun` is gone. */
  startRun(): void {
    this.writeSetting('run', String(this.#run + 1));
    this.#run += 1;
  }

  /** Changes that could not be written are counted; everything has to be told again in a new run. */
  lose(changes: number): void {
    this.#dropped += changes;
    this.#isBehind = true;
  }

  /** Takes a batch over, all of it or nothing. Throws what SQLite says when the disk does not take it even after half of the spool was dropped. */
  apply(changes: readonly ItemChange[]): void {
    try {
      this.#applyAll(changes);
    } catch (cause) {
      if (!isUnwritable(cause) || !this.#ballast.drop()) throw cause;
      this.#dropOldest(this.#bytes / 2);
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      this.#applyAll(changes);
    }
  }

  #applyAll(changes: readonly ItemChange[]): void {
    this.#transact(() => {
      for (const change of changes) {
        if (change.action === 'put') this.#put(change);
        else this.#remove(change.type, change.key);
      }
      this.#makeRoom();
    });
  }

  /** Everything that exists was told in this run: the rest of what was known is gone. */
  finishRun(): void {
    const stale = this.#database.prepare('SELECT type, key FROM item WHERE run <> ?').all(this.#run);
    this.#transact(() => {
      for (const { type, key } of stale) this.#remove(type as ItemType, String(key));
      this.#database.exec('DELETE FROM wanted');
    });
    this.#isBehind = false;
  }

  /** Rows after an id, in order, at most so many and so long. */
  listAfter(id: number, items: number, bytes: number): readonly SpoolRow[] {
    const rows: SpoolRow[] = [];
    let size = 0;
    for (const row of this.#statements.after.iterate(id, items)) {
      size += Number(row['bytes']);
      if (rows.length > 0 && size > bytes) break;
      rows.push(row as unknown as SpoolRow);
    }
    return rows;
  }

  /** The server has stored everything up to this row. */
  acknowledge(id: number): void {
    if (this.#isComparing) this.#addAcknowledged(id);
    const [size] = this.#database.prepare('SELECT count(*) AS items, coalesce(sum(bytes), 0) AS bytes FROM spool WHERE id <= ?').all(id);
    this.#statements.acknowledge.run(id);
    this.#items -= Number(size?.['items'] ?? 0);
    this.#bytes -= Number(size?.['bytes'] ?? 0);
  }

  /** A new picture of what the server has begins. */
  clearRemote(): void {
    this.#isComparing = true;
    this.#database.exec('DELETE FROM remote; DELETE FROM wanted');
  }

  addRemote(type: ItemType, entries: readonly (readonly [key: string, hash: string])[]): void {
    this.#transact(() => {
      for (const [key, hash] of entries) this.#statements.remote.run(type, key, hash);
    });
  }

  /** Drops from the spool what the server has already: the acknowledgement was lost with the last connection. Works in small parts. */
  async dropKnown(isEnded: () => boolean): Promise<void> {
    const last = this.lastId;
    for (let id = 0; id < last && !isEnded(); id += STRETCH) {
      this.#database.prepare(DROP_STORED).run(id, id + STRETCH);
      this.#database.prepare(DROP_GONE).run(id, id + STRETCH);
      await setImmediate();
    }
    if (!isEnded()) this.#measure();
  }

  /**
   * Compares with what the server has: what is gone is spooled, and what it lacks is wanted. Works in small parts, between which changes come and
   * go.
   */
  async compare(isEnded: () => boolean): Promise<Difference> {
    await this.#walk('remote', isEnded, (from, to) => {
      const gone = this.#database.prepare(GONE).all(...from, ...to);
      for (const { type, key } of gone) this.#spoolDelete(type as ItemType, String(key));
    });
    await this.#walk('item', isEnded, (from, to) => this.#database.prepare(WANT).run(...from, ...to));
    if (isEnded()) return { wanted: 0 };
    this.#database.exec('DELETE FROM remote');
    this.isLossy = false;
    this.#isComparing = false;
    return { wanted: Number(this.#database.prepare('SELECT count(*) AS count FROM wanted').get()?.['count'] ?? 0) };
  }

  /** Goes through a table by its key, a stretch at a time. */
  async #walk(table: 'item' | 'remote', isEnded: () => boolean, visit: (from: Place, to: Place) => void): Promise<void> {
    const next = this.#database.prepare(
      `SELECT type, key FROM (SELECT type, key FROM ${table} WHERE (type, key) > (?, ?) ORDER BY type, key LIMIT ${STRETCH}) ORDER BY type DESC, key DESC LIMIT 1`,
    );
    let from: Place = ['', ''];
    while (!isEnded()) {
      const row = next.get(...from);
      if (row === undefined) return;
      const to: Place = [String(row['type']), String(row['key'])];
      this.#transact(() => visit(from, to));
      from = to;
      await setImmediate();
    }
  }

  /** The id of the newest row. */
  get lastId(): number {
    return Number(this.#database.prepare('SELECT coalesce(max(id), 0) AS id FROM spool').get()?.['id'] ?? 0);
  }

  readSetting(name: string): string | undefined {
    const row = this.#database.prepare('SELECT value FROM setting WHERE name = ?').get(name);
    return row === undefined ? undefined : String(row['value']);
  }

  writeSetting(name: string, value: string): void {
    this.#database.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(name, value);
  }

  readPolicySet(): PolicySet | undefined {
    const text = this.readSetting('policy-set');
    return text === undefined ? undefined : (JSON.parse(text) as PolicySet);
  }

  writePolicySet(set: PolicySet): void {
    this.writeSetting('policy-set', JSON.stringify(set));
  }

  readImages(): readonly ImageFacts[] {
    return this.#database
      .prepare('SELECT body FROM image_facts ORDER BY reference')
      .all()
      .map(({ body }) => JSON.parse(String(body)) as ImageFacts);
  }

  /** Which version of each image is known, by reference. */
  listImages(): readonly (readonly [reference: string, version: string])[] {
    const rows = this.#database.prepare('SELECT reference, version FROM image_facts ORDER BY reference').all();
    return rows.map(({ reference, version }) => [String(reference), String(version)]);
  }

  /** All of it or nothing. Throws what SQLite says. */
  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO image_facts VALUES (?, ?, ?)');
    const remove = this.#database.prepare('DELETE FROM image_facts WHERE reference = ?');
    this.#transact(() => {
      for (const entry of entries) put.run(entry.reference, entry.version, JSON.stringify(entry));
      for (const reference of gone) remove.run(reference);
    });
  }

  close(): void {
    this.#database.close();
  }

  /** What was stored since the server said what it has belongs to its picture. */
  #addAcknowledged(id: number): void {
    this.#database.prepare("INSERT OR REPLACE INTO remote SELECT type, key, hash FROM spool WHERE id <= ? AND action = 'put'").run(id);
    this.#database
      .prepare("DELETE FROM remote WHERE (type, key) IN (SELECT type, key FROM spool WHERE id <= ? AND action = 'delete')")
      .run(id);
  }

  #put({ type, key, hash, body }: Extract<ItemChange, { readonly action: 'put' }>): void {
    const known = this.#statements.find.get(type, key);
    const isWanted = this.#statements.unwant.run(type, key).changes > 0;
    this.#statements.item.run(type, key, hash, this.#run);
    if (known?.['hash'] === hash && !isWanted) return;
    this.#spool(type, key, 'put', hash, body);
  }

  #remove(type: ItemType, key: string): void {
    if (this.#statements.forget.run(type, key).changes > 0) this.#spoolDelete(type, key);
  }

  #spoolDelete(type: ItemType, key: string): void {
    this.#spool(type, key, 'delete', '', '');
  }

  #spool(type: ItemType, key: string, action: string, hash: string, body: string): void {
    if (this.#spoolBytes === 0) return;
    const replaced = this.#statements.unspool.get(type, key);
    if (replaced !== undefined) {
      this.#bytes -= Number(replaced['bytes']);
      this.#items -= 1;
    }
    const bytes = Buffer.byteLength(body) + Buffer.byteLength(key) + ROW_BYTES;
    this.#statements.spool.run(type, key, action, hash, body, bytes);
    this.#bytes += bytes;
    this.#items += 1;
  }

  /** Drops the oldest while there is too much. What is dropped is found by the next comparison with the server. */
  #makeRoom(): void {
    this.#dropOldest(this.#findBound());
  }

  #dropOldest(most: number): void {
    while (this.#bytes > most && this.#items > 1) {
      const oldest = this.#statements.dropOldest.get();
      if (oldest === undefined) return;
      this.#bytes -= Number(oldest['bytes']);
      this.#items -= 1;
      this.#dropped += 1;
      this.isLossy = true;
    }
  }

  /** What the disk has no room for is too much as well. Pages that rows have left are used again. */
  #findBound(): number {
    const room = this.#measureRoom() - RESERVE;
    this.#ballast.takeIn(room + RESERVE);
    if (room > this.#spoolBytes) return this.#spoolBytes;
    const unused = readNumber(this.#database, 'freelist_count') * readNumber(this.#database, 'page_size');
    return Math.min(this.#spoolBytes, this.#bytes + unused + room);
  }

  #measure(): void {
    const [size] = this.#database.prepare('SELECT count(*) AS items, coalesce(sum(bytes), 0) AS bytes FROM spool').all();
    this.#items = Number(size?.['items'] ?? 0);
    this.#bytes = Number(size?.['bytes'] ?? 0);
  }

  #transact(work: () => void): void {
    transact(this.#database, work, () => this.#measure());
  }
}

interface Statements {
  readonly find: StatementSync;
  readonly item: StatementSync;
  readonly forget: StatementSync;
  readonly unwant: StatementSync;
  readonly unspool: StatementSync;
  readonly spool: StatementSync;
  readonly dropOldest: StatementSync;
  readonly after: StatementSync;
  readonly acknowledge: StatementSync;
  readonly remote: StatementSync;
}

function prepareAll(database: DatabaseSync): Statements {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    find: prepare('SELECT hash FROM item WHERE type = ? AND key = ?'),
    item: prepare('INSERT INTO item VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash, run = excluded.run'),
    forget: prepare('DELETE FROM item WHERE type = ? AND key = ?'),
    unwant: prepare('DELETE FROM wanted WHERE type = ? AND key = ?'),
    unspool: prepare('DELETE FROM spool WHERE type = ? AND key = ? RETURNING bytes'),
    spool: prepare('INSERT INTO spool (type, key, action, hash, body, bytes) VALUES (?, ?, ?, ?, ?, ?)'),
    // Problems stay: one of them says that something was dropped.
    dropOldest: prepare("DELETE FROM spool WHERE id = (SELECT id FROM spool WHERE type <> 'problem' ORDER BY id LIMIT 1) RETURNING bytes"),
    after: prepare('SELECT id, action, type, key, hash, body, bytes FROM spool WHERE id > ? ORDER BY id LIMIT ?'),
    acknowledge: prepare('DELETE FROM spool WHERE id <= ?'),
    remote: prepare('INSERT OR REPLACE INTO remote VALUES (?, ?, ?)'),
  };
}

function readNumber(database: DatabaseSync, pragma: 'freelist_count' | 'page_size'): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma] ?? 0);
}
