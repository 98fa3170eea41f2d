import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { ResponseRecord, ResponseRequest } from '@breakwater/model';
import type { Event, ResponseWork, TakenAnswer } from '@breakwater/protocol';
import type { DecidedResponse } from '../evaluation/decide-responses.ts';
import { Latest } from './latest.ts';
import type { RoleHandlers } from './role-handlers.ts';

const FILE = 'responses.sqlite';
/** Work that nobody has fetched for so long, nobody will. */
const MOST = 10_000;
const SCHEMA = `
CREATE TABLE IF NOT EXISTS work (sequence INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS decided (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
`;
/** What a policy decided and nobody has begun by then is not begun any more. */
const VALID_MS = 3_600_000;

/**
 * What the responder of this cluster is to do, on disk until it has told of it: from the server, or decided here. Known by its id, so that what
 * comes again is there once.
 */
export class ResponseBook {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #after: StatementSync;
  readonly #prune: StatementSync;
  readonly #decide: StatementSync;
  /** Sequence of the newest. */
  readonly newest = new Latest<number>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO work (key, body) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#remove = database.prepare('DELETE FROM work WHERE key = ?');
    this.#after = database.prepare('SELECT sequence, body FROM work WHERE sequence > ? ORDER BY sequence LIMIT ?');
    this.#prune = database.prepare(`DELETE FROM work WHERE sequence <= (SELECT max(sequence) FROM work) - ${MOST}`);
    this.#decide = database.prepare('INSERT INTO decided VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#tellNewest();
  }

  /** Throws what SQLite says of it. */
  static open(folder: string): ResponseBook {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(folder, FILE));
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000');
    database.exec(SCHEMA);
    return new ResponseBook(database);
  }

  add(work: readonly ResponseWork[]): void {
    this.#database.exec('BEGIN');
    try {
      for (const one of work) this.#insert.run(toKey(one), JSON.stringify(one));
      this.#prune.run();
      this.#database.exec('COMMIT');
    } catch (cause) {
      // A full disk may have ended it already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw cause;
    }
    this.#tellNewest();
  }

  /** Takes a decision of a policy over, once for the same policy, object and action: what a person has taken back is not done again. False when it is known. */
  decide({ policy, action, target, confidence, message }: DecidedResponse, now: Date): boolean {
    const id = `p-${createHash('sha256')
      .update([policy, action, target.uid ?? JSON.stringify(target)].join('|'))
      .digest('hex')
      .slice(0, 32)}`;
    if (this.#decide.run(id, now.getTime()).changes === 0) return false;
    const request: ResponseRequest = {
      id,
      action,
      target,
      params: {},
      reason: message.slice(0, 2000),
      requestedBy: { type: 'policy', name: policy },
      confidence,
      dryRun: false,
      requestedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + VALID_MS).toISOString(),
    };
    this.add([{ type: 'respond', request }]);
    return true;
  }

  /** For the role port; what the responder tells becomes events. */
  createHandlers(keep: (events: readonly Event[]) => void): NonNullable<RoleHandlers['work']> {
    return {
      newest: this.newest,
      listAfter: (sequence, most) =>
        this.#after
          .all(sequence, most)
          .map(row => ({ sequence: Number(row['sequence']), work: JSON.parse(String(row['body'])) as ResponseWork })),
      takeReports: records => this.#take(records, keep),
    };
  }

  close(): void {
    this.#database.close();
  }

  /** The responder has it in its own journal from the moment that it tells of it. */
  #take(records: readonly ResponseRecord[], keep: (events: readonly Event[]) => void): TakenAnswer {
    keep(records.map(body => ({ type: 'response', id: body.request.id, time: new Date().toISOString(), body })));
    for (const { request, undo } of records) {
      this.#remove.run(`respond ${request.id}`);
      if (undo !== undefined) this.#remove.run(`undo ${request.id}`);
    }
    return { taken: records.length, refused: [] };
  }

  #tellNewest(): void {
    this.newest.set(Number(this.#database.prepare('SELECT max(sequence) AS newest FROM work').get()?.['newest'] ?? 0));
  }
}

function toKey(work: ResponseWork): string {
  return work.type === 'respond' ? `respond ${work.request.id}` : `undo ${work.id}`;
}
