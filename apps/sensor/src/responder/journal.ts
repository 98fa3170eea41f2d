import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ResponseRecord, ResponseState } from '@breakwater/model';
import type { ResponsePlan, StepResult } from './contract.ts';

/** A response with all that is needed to go on with it. */
export interface Entry {
  readonly record: ResponseRecord;
  /** Undefined where nothing was planned. */
  readonly plan: ResponsePlan | undefined;
  /** By the index of the step. */
  readonly results: readonly (StepResult | null)[];
  /** When it began to act, in milliseconds; undefined for what did not. */
  readonly actedAt: number | undefined;
}

/** What responses have done and are about to do. Written before each step and after it; once written it survives a power failure. */
export interface Journal {
  read(id: string): Entry | undefined;
  /** @returns the record with the revision that it got */
  write(entry: Entry): ResponseRecord;
  /** Entries in one of the states, the oldest first. */
  listIn(states: readonly ResponseState[]): readonly Entry[];
  /** The newest entries first. */
  listNewest(most: number): readonly Entry[];
  /** Responses that began to act since a time: all, and those on a workload. */
  countActed(since: number, workload: string): { readonly all: number; readonly workload: number };
  /** The response that is done or under way with the same action on the same object. */
  findHolder(action: string, target: string, except: string): string | undefined;
  /** Entries that changed since they were last told, the oldest change first. */
  listUntold(most: number): readonly { readonly revision: number; readonly record: ResponseRecord }[];
  /** This revision was told; a newer one was not. */
  markTold(id: string, revision: number): void;
  /** It is told once more, as somebody asks for it again. */
  retell(id: string): void;
  close(): void;
}

const FILE = 'journal.sqlite';
/** Records that are kept; what is under way or can be undone stays in any case. */
const MOST = 20_000;
const SCHEMA = `
CREATE TABLE IF NOT EXISTS response (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, workload TEXT NOT NULL,
  acted INTEGER, revision INTEGER NOT NULL, told INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS response_acted ON response (acted);
CREATE INDEX IF NOT EXISTS response_state ON response (state);
CREATE INDEX IF NOT EXISTS response_target ON response (target);
CREATE INDEX IF NOT EXISTS response_untold ON response (revision) WHERE told < revision;
`;

/** Throws what SQLite says: a journal that is damaged is not started anew, since what was done would be forgotten. */
export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openJournalFile(join(folder, FILE));
}

/** @param path `:memory:` for one that is gone with the process */
export function openJournalFile(path: string): Journal {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000');
  database.exec(SCHEMA);
  const find = database.prepare('SELECT body FROM response WHERE id = ?');
  const upsert = database.prepare(
    `INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, target = excluded.target, workload = excluded.workload, acted = excluded.acted,
     revision = excluded.revision, body = excluded.body`,
  );
  const newest = database.prepare('SELECT max(revision) AS revision FROM response');
  const prune = database.prepare(
    `DELETE FROM response WHERE id IN (SELECT id FROM response WHERE state IN ('failed', 'refused', 'undone', 'expired') AND told >= revision
     ORDER BY revision LIMIT max(0, (SELECT count(*) FROM response) - ${MOST}))`,
  );
  const toEntry = (row: Record<string, unknown>): Entry => JSON.parse(String(row['body'])) as Entry;
  return {
    read: id => {
      const row = find.get(id);
      return row === undefined ? undefined : toEntry(row);
    },
    write: entry => {
      const { request, state } = entry.record;
      const revision = Math.max(Number(newest.get()?.['revision'] ?? 0) + 1, entry.record.revision + 1);
      const record = { ...entry.record, revision };
      const values = [state, request.action, entry.plan?.uid ?? '', toWorkloadKey(entry.plan), entry.actedAt ?? null, revision];
      upsert.run(request.id, ...values, JSON.stringify({ ...entry, record }));
      prune.run();
      return record;
    },
    listIn: states => {
      const marks = states.map(() => '?').join(', ');
      return database
        .prepare(`SELECT body FROM response WHERE state IN (${marks}) ORDER BY revision`)
        .all(...states)
        .map(toEntry);
    },
    listNewest: most => database.prepare('SELECT body FROM response ORDER BY revision DESC LIMIT ?').all(most).map(toEntry),
    countActed: (since, workload) => {
      const row = database
        .prepare('SELECT count(*) AS total, coalesce(sum(workload = ?), 0) AS own FROM response WHERE acted >= ?')
        .get(workload, since);
      return { all: Number(row?.['total'] ?? 0), workload: workload === '' ? 0 : Number(row?.['own'] ?? 0) };
    },
    findHolder: (action, target, except) => {
      const row = database
        .prepare(
          "SELECT id FROM response WHERE action = ? AND target = ? AND id <> ? AND acted IS NOT NULL AND state IN ('running', 'done') LIMIT 1",
        )
        .get(action, target, except);
      return row === undefined ? undefined : String(row['id']);
    },
    listUntold: most =>
      database
        .prepare('SELECT revision, body FROM response WHERE told < revision ORDER BY revision LIMIT ?')
        .all(most)
        .map(row => ({ revision: Number(row['revision']), record: toEntry(row).record })),
    markTold: (id, revision) => void database.prepare('UPDATE response SET told = max(told, ?) WHERE id = ?').run(revision, id),
    retell: id => void database.prepare('UPDATE response SET told = 0 WHERE id = ?').run(id),
    close: () => database.close(),
  };
}

/** What the circuit breaker counts by: the workload behind a pod, by its uid. */
export function toWorkloadKey(plan: ResponsePlan | undefined): string {
  return plan?.workload?.uid ?? plan?.uid ?? '';
}
