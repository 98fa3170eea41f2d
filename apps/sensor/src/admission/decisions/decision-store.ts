import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { AdmissionDecision } from '@breakwater/protocol';
import { openSqliteFile, transact } from '../../components/sqlite-file.ts';
import type { Decided, DescribedDecision } from './to-decision.ts';

export interface DecisionStoreOptions {
  readonly folder: string;
  /** Bytes of decisions that may wait; the oldest are dropped, and counted. 64 MiB when absent. */
  readonly maxBytes?: number;
  /** How long equal decisions are one, in milliseconds; 10 min when absent. */
  readonly windowMs?: number;
  /** A file that cannot be used is started anew. */
  readonly onDamage: (reason: string) => void;
}

const FILE = 'decisions.sqlite';
const MAX_BYTES = 64 * 1024 * 1024;
const WINDOW_MS = 600_000;
/** Windows that are open at once; more are made by somebody who makes each request another one. */
const MAX_OPEN = 20_000;
/** Bytes of a row beside its body. */
const ROW_BYTES = 150;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS decision (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, count INTEGER NOT NULL, last_seen TEXT NOT NULL,
  bytes INTEGER NOT NULL
)`;

/** A decision whose window is open. */
interface Open {
  readonly id: string;
  readonly since: number;
  readonly body: string;
  count: number;
  lastSeen: string;
  isChanged: boolean;
}

/**
 * Decisions on their way to the sensor: equal ones are counted in memory, and written once a second; so a process that is killed loses the counts of its last
 * second. What the sensor has taken is forgotten; a count that grows later is told again under the same id.
 */
export class DecisionStore {
  readonly #database: DatabaseSync;
  readonly #maxBytes: number;
  readonly #windowMs: number;
  readonly #open = new Map<string, Open>();
  #bytes: number;
  #dropped = 0;

  private constructor(database: DatabaseSync, { maxBytes = MAX_BYTES, windowMs = WINDOW_MS }: DecisionStoreOptions) {
    this.#database = database;
    this.#maxBytes = maxBytes;
    this.#windowMs = windowMs;
    this.#bytes = readBytes(database);
  }

  /** Throws when another process has it open, or the disk does not take it. */
  static open(options: DecisionStoreOptions): DecisionStore {
    const make = (database: DatabaseSync): DecisionStore => new DecisionStore(database, options);
    return openSqliteFile({ path: join(options.folder, FILE), schema: SCHEMA, make, onDamage: options.onDamage });
  }

  /** Decisions that wait, as far as they were written. */
  get waiting(): number {
    return Number(this.#database.prepare('SELECT count(*) AS count FROM decision').get()?.['count'] ?? 0);
  }

  /** Decisions that were dropped since the start, as there was no room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param at milliseconds since 1970; a clock that goes back opens another window */
  record({ fold, describe }: Decided, at: number): void {
    const lastSeen = new Date(at).toISOString();
    const known = this.#open.get(fold);
    if (known !== undefined && !this.#isOver(known, at)) {
      known.count += 1;
      known.lastSeen = lastSeen;
      known.isChanged = true;
      return;
    }
    if (known?.isChanged === true) this.#write([known]);
    if (this.#open.size >= MAX_OPEN) this.#giveUpOldest();
    // Of those that are in memory the order is that of their beginning.
    this.#open.delete(fold);
    this.#open.set(fold, { id: randomUUID(), since: at, body: JSON.stringify(describe()), count: 1, lastSeen, isChanged: true });
  }

  /** Writes what has changed; forgets windows that are over. Throws what SQLite says. */
  flush(at: number): void {
    const changed = [...this.#open.values()].filter(({ isChanged }) => isChanged);
    if (changed.length > 0) this.#write(changed);
    for (const [fold, open] of this.#open) if (this.#isOver(open, at)) this.#open.delete(fold);
  }

  /** The oldest, at most so many. */
  list(most: number): readonly { readonly position: number; readonly decision: AdmissionDecision }[] {
    const rows = this.#database.prepare('SELECT position, id, body, count, last_seen FROM decision ORDER BY position LIMIT ?').all(most);
    return rows.map(({ position, id, body, count, last_seen }) => {
      const described = JSON.parse(String(body)) as DescribedDecision;
      const counted = { id: String(id), count: Number(count), firstSeen: described.time, lastSeen: String(last_seen) };
      return { position: Number(position), decision: { ...described, ...counted } };
    });
  }

  /** The sensor has them. What was counted since then has another position, and stays. */
  remove(positions: readonly number[]): void {
    const statement = this.#database.prepare('DELETE FROM decision WHERE position = ? RETURNING bytes');
    this.#transact(() => {
      for (const position of positions) this.#bytes -= Number(statement.get(position)?.['bytes'] ?? 0);
    });
  }

  close(): void {
    this.#database.close();
  }

  #isOver({ since }: Open, at: number): boolean {
    return at < since || at - since >= this.#windowMs;
  }

  #write(changed: readonly Open[]): void {
    const drop = this.#database.prepare('DELETE FROM decision WHERE id = ? RETURNING bytes');
    const put = this.#database.prepare('INSERT INTO decision (id, body, count, last_seen, bytes) VALUES (?, ?, ?, ?, ?)');
    this.#transact(() => {
      for (const { id, body, count, lastSeen } of changed) {
        this.#bytes -= Number(drop.get(id)?.['bytes'] ?? 0);
        const bytes = Buffer.byteLength(body) + ROW_BYTES;
        put.run(id, body, count, lastSeen, bytes);
        this.#bytes += bytes;
      }
      this.#makeRoom();
    });
    for (const open of changed) open.isChanged = false;
  }

  #makeRoom(): void {
    const oldest = this.#database.prepare('DELETE FROM decision WHERE position = (SELECT min(position) FROM decision) RETURNING bytes');
    while (this.#bytes > this.#maxBytes) {
      const row = oldest.get();
      if (row === undefined) return;
      this.#bytes -= Number(row['bytes']);
      this.#dropped += 1;
    }
  }

  /** What was not written is lost, and counted; the rest is on disk already, and only its window ends early. */
  #giveUpOldest(): void {
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    if (oldest[1].isChanged) this.#dropped += 1;
    this.#open.delete(oldest[0]);
  }

  #transact(work: () => void): void {
    transact(this.#database, work, () => {
      this.#bytes = readBytes(this.#database);
    });
  }
}

function readBytes(database: DatabaseSync): number {
  return Number(database.prepare('SELECT coalesce(sum(bytes), 0) AS bytes FROM decision').get()?.['bytes'] ?? 0);
}
