import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BehaviorBaseline } from '@breakwater/model';
import type { BaselineOutcome } from '@breakwater/protocol';
import { openSqliteFile, transact } from '../components/sqlite-file.ts';
import type { KeptBaseline } from './behavior-book.ts';

export interface BaselineStoreOptions {
  readonly folder: string;
  /** Baselines that are kept; those that were not seen for longest go. */
  readonly max?: number;
  readonly onDamage: (message: string) => void;
}

/** What a policy found in events, as it is kept. */
export interface FindingRow {
  readonly key: string;
  /** RFC 3339. */
  readonly seen: string;
  readonly body: string;
}

const FILE = 'behavior.sqlite';
/** Containers of workloads of a large cluster, in several versions. */
const MAX = 50_000;
/** Changes that are known when they come again; the server sends those that it was not told of. */
const MAX_OUTCOMES = 10_000;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS baseline (key TEXT PRIMARY KEY, container TEXT NOT NULL, seen TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS baseline_container ON baseline (container, seen);
CREATE INDEX IF NOT EXISTS baseline_seen ON baseline (seen);
CREATE TABLE IF NOT EXISTS outcome (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS finding (key TEXT PRIMARY KEY, seen TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
`;

/** What survives a restart of what containers do: baselines, and what policies found in events. */
export class BaselineStore {
  readonly #database: DatabaseSync;
  readonly #max: number;
  readonly #statements: Statements;

  private constructor(database: DatabaseSync, max: number) {
    this.#database = database;
    this.#max = max;
    this.#statements = prepareAll(database);
  }

  /** Throws when another process has it open, and when the disk does not take it. */
  static open({ folder, max = MAX, onDamage }: BaselineStoreOptions): BaselineStore {
    const make = (database: DatabaseSync): BaselineStore => new BaselineStore(database, max);
    return openSqliteFile({ path: join(folder, FILE), schema: SCHEMA, make, onDamage });
  }

  find(key: string): BehaviorBaseline | undefined {
    const row = this.#statements.find.get(key);
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as BehaviorBaseline);
  }

  /** The version of a container that was seen last. */
  findLast(container: string): BehaviorBaseline | undefined {
    const row = this.#statements.findLast.get(container);
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as BehaviorBaseline);
  }

  /** What came of a change of before. */
  findOutcome(id: string): BaselineOutcome | undefined {
    const row = this.#statements.findOutcome.get(id);
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as BaselineOutcome);
  }

  /** Keeps what came of a change with the baseline as it is now, both or none. `at`: milliseconds since 1970. */
  putOutcome(outcome: BaselineOutcome, at: number, changed: KeptBaseline | undefined): void {
    const work = (): void => {
      if (changed !== undefined) this.#put(changed);
      this.#statements.putOutcome.run(outcome.id, at, JSON.stringify(outcome));
      this.#statements.forgetOutcomes.run(MAX_OUTCOMES);
    };
    transact(this.#database, work, () => undefined);
  }

  /** At most so many after a key, in the order of their keys. */
  listAfter(key: string, most: number): readonly (readonly [key: string, baseline: BehaviorBaseline])[] {
    const rows = this.#statements.after.all(key, most);
    return rows.map(({ key: found, body }) => [String(found), JSON.parse(String(body)) as BehaviorBaseline] as const);
  }

  drop(keys: readonly string[]): void {
    transact(
      this.#database,
      () => {
        for (const key of keys) this.#statements.drop.run(key);
      },
      () => undefined,
    );
  }

  /** Keeps baselines, all of them or none, and forgets those that are too many: gives their keys. */
  put(baselines: readonly KeptBaseline[]): readonly string[] {
    let forgotten: readonly string[] = [];
    const work = (): void => {
      for (const one of baselines) this.#put(one);
      forgotten = this.#statements.forget.all(this.#max).map(({ key }) => String(key));
    };
    transact(this.#database, work, () => undefined);
    return forgotten;
  }

  #put({ key, container, baseline }: KeptBaseline): void {
    this.#statements.put.run(key, container, baseline.lastSeen, JSON.stringify(baseline));
  }

  /** What was found, by its key. */
  listFindings(): readonly (readonly [key: string, body: string])[] {
    return this.#statements.findings.all().map(({ key, body }) => [String(key), String(body)] as const);
  }

  applyFindings(changed: readonly FindingRow[], gone: readonly string[]): void {
    const work = (): void => {
      for (const { key, seen, body } of changed) this.#statements.putFinding.run(key, seen, body);
      for (const key of gone) this.#statements.dropFinding.run(key);
    };
    transact(this.#database, work, () => undefined);
  }

  close(): void {
    this.#database.close();
  }
}

interface Statements {
  readonly find: StatementSync;
  readonly findLast: StatementSync;
  readonly findOutcome: StatementSync;
  readonly putOutcome: StatementSync;
  readonly forgetOutcomes: StatementSync;
  readonly after: StatementSync;
  readonly drop: StatementSync;
  readonly put: StatementSync;
  readonly forget: StatementSync;
  readonly findings: StatementSync;
  readonly putFinding: StatementSync;
  readonly dropFinding: StatementSync;
}

function prepareAll(database: DatabaseSync): Statements {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    find: prepare('SELECT body FROM baseline WHERE key = ?'),
    findLast: prepare('SELECT body FROM baseline WHERE container = ? ORDER BY seen DESC LIMIT 1'),
    findOutcome: prepare('SELECT body FROM outcome WHERE id = ?'),
    putOutcome: prepare('INSERT OR REPLACE INTO outcome (id, at, body) VALUES (?, ?, ?)'),
    forgetOutcomes: prepare('DELETE FROM outcome WHERE rowid IN (SELECT rowid FROM outcome ORDER BY at DESC LIMIT -1 OFFSET ?)'),
    after: prepare('SELECT key, body FROM baseline WHERE key > ? ORDER BY key LIMIT ?'),
    drop: prepare('DELETE FROM baseline WHERE key = ?'),
    put: prepare('INSERT OR REPLACE INTO baseline (key, container, seen, body) VALUES (?, ?, ?, ?)'),
    forget: prepare('DELETE FROM baseline WHERE key IN (SELECT key FROM baseline ORDER BY seen DESC LIMIT -1 OFFSET ?) RETURNING key'),
    findings: prepare('SELECT key, body FROM finding ORDER BY seen'),
    putFinding: prepare('INSERT OR REPLACE INTO finding (key, seen, body) VALUES (?, ?, ?)'),
    dropFinding: prepare('DELETE FROM finding WHERE key = ?'),
  };
}
