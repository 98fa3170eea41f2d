import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Event, EventType } from '@breakwater/protocol';
import { isUnwritable, measureRoom, RESERVE } from './disk.ts';
import { openSqliteFile, transact } from './sqlite-file.ts';

/** An event that the server has not stored yet. */
export interface WaitingEvent {
  readonly row: number;
  /** As it is sent: JSON of the whole event. */
  readonly text: string;
}

export interface EventSpoolSize {
  readonly items: number;
  readonly bytes: number;
  /** Events that are lost since the start, as there was no room for them. */
  readonly dropped: number;
}

export interface EventSpoolOptions {
  readonly folder: string;
  /** Most bytes that wait; the oldest go first. 0 where there is no server that anything would be kept for. */
  readonly bytes: number;
  /** One on disk that cannot be used is started anew: what was in it is lost. */
  readonly onDamage: (message: string) => void;
  /** Bytes that the disk still takes; that of the folder when absent. */
  readonly measureRoom?: () => number;
}

const FILE = 'events.sqlite';
const PRAGMAS = 'PRAGMA wal_autocheckpoint = 256';
/** Bytes of a row beside its texts. */
const ROW_BYTES = 80;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS event (row INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, bytes INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS event_id ON event (type, id);
`;

/** Events on their way to the server, on disk: bounded, in order, at least once. One that comes again before it was sent stands for both. */
export class EventSpool {
  readonly #database: DatabaseSync;
  readonly #options: EventSpoolOptions;
  readonly #statements: Statements;
  #items = 0;
  #bytes = 0;
  #dropped = 0;

  private constructor(database: DatabaseSync, options: EventSpoolOptions) {
    this.#database = database;
    this.#options = options;
    this.#statements = prepareAll(database);
    this.#measure();
  }

  /** Throws what SQLite says when another process has it open, or the disk does not take it. */
  static open(options: EventSpoolOptions): EventSpool {
    const make = (database: DatabaseSync): EventSpool => new EventSpool(database, options);
    return openSqliteFile({ path: join(options.folder, FILE), schema: SCHEMA, pragmas: PRAGMAS, make, onDamage: options.onDamage });
  }

  get size(): EventSpoolSize {
    return { items: this.#items, bytes: this.#bytes, dropped: this.#dropped };
  }

  /** Once it returns, the events are on disk. What the disk does not take is counted as dropped. */
  add(events: readonly Event[]): void {
    if (this.#options.bytes === 0) return;
    try {
      this.#transact(() => {
        for (const event of events) this.#put(event.type, event.id, JSON.stringify(event));
        this.#makeRoom();
      });
    } catch (cause) {
      if (!isUnwritable(cause)) throw cause;
      this.#dropped += events.length;
    }
  }

  /** Those after a row, in order, at most so many and so long, but one at least. */
  listAfter(row: number, items: number, bytes: number): readonly WaitingEvent[] {
    const events: WaitingEvent[] = [];
    let size = 0;
    for (const found of this.#statements.after.iterate(row, items)) {
      size += Number(found['bytes']);
      if (events.length > 0 && size > bytes) break;
      events.push({ row: Number(found['row']), text: String(found['text']) });
    }
    return events;
  }

  /** The server has everything up to this row. */
  acknowledge(row: number): void {
    const [size] = this.#statements.sizeUntil.all(row);
    this.#statements.acknowledge.run(row);
    this.#items -= Number(size?.['items'] ?? 0);
    this.#bytes -= Number(size?.['bytes'] ?? 0);
  }

  close(): void {
    this.#database.close();
  }

  /** A newer one gets a row of its own: that of the older may be on its way, and be acknowledged soon. */
  #put(type: EventType, id: string, text: string): void {
    const replaced = this.#statements.remove.get(type, id);
    if (replaced !== undefined) this.#take(Number(replaced['bytes']));
    const bytes = Buffer.byteLength(text) + ROW_BYTES;
    this.#statements.put.run(type, id, text, bytes);
    this.#items += 1;
    this.#bytes += bytes;
  }

  #makeRoom(): void {
    const { bytes, folder, measureRoom: measure = () => measureRoom(folder) } = this.#options;
    const most = measure() < RESERVE ? this.#bytes / 2 : bytes;
    while (this.#bytes > most && this.#items > 1) {
      const oldest = this.#statements.dropOldest.get();
      if (oldest === undefined) return;
      this.#take(Number(oldest['bytes']));
      this.#dropped += 1;
    }
  }

  #take(bytes: number): void {
    this.#items -= 1;
    this.#bytes -= bytes;
  }

  #measure(): void {
    const [size] = this.#statements.sizeUntil.all(Number.MAX_SAFE_INTEGER);
    this.#items = Number(size?.['items'] ?? 0);
    this.#bytes = Number(size?.['bytes'] ?? 0);
  }

  #transact(work: () => void): void {
    transact(this.#database, work, () => this.#measure());
  }
}

interface Statements {
  readonly put: StatementSync;
  readonly remove: StatementSync;
  readonly after: StatementSync;
  readonly acknowledge: StatementSync;
  readonly sizeUntil: StatementSync;
  readonly dropOldest: StatementSync;
}

function prepareAll(database: DatabaseSync): Statements {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    put: prepare('INSERT INTO event (type, id, text, bytes) VALUES (?, ?, ?, ?)'),
    remove: prepare('DELETE FROM event WHERE type = ? AND id = ? RETURNING bytes'),
    after: prepare('SELECT row, text, bytes FROM event WHERE row > ? ORDER BY row LIMIT ?'),
    acknowledge: prepare('DELETE FROM event WHERE row <= ?'),
    sizeUntil: prepare('SELECT count(*) AS items, coalesce(sum(bytes), 0) AS bytes FROM event WHERE row <= ?'),
    dropOldest: prepare('DELETE FROM event WHERE row = (SELECT min(row) FROM event) RETURNING bytes'),
  };
}
