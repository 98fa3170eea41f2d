import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Advisory, normalizeName, splitEcosystem } from '@breakwater/vulnerability';
import { type CveRow, type FeedRow, type RecordRow, toAffectedRow } from '../database/rows.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from '../database/schema.ts';
import type { FeedItem } from '../feed.ts';

const MAX_VECTORS = 4;

/** Writes one database file from nothing. Nobody else has it open until it is finished. */
export class DatabaseWriter implements Disposable {
  readonly #database: DatabaseSync;
  readonly #insertRecord: StatementSync;
  readonly #insertEntry: StatementSync;
  readonly #insertSupport: StatementSync;
  readonly #records = new Map<string, { readonly key: number; readonly modified: string }>();
  readonly #cves = new Map<string, CveRow>();
  readonly #coverage = new Map<string, Set<string>>();
  #nextRecord = 1;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    // A crash while building leaves a file that nobody uses.
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE');
    this.#database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; ${SCHEMA}`);
    this.#database.exec('CREATE TEMP TABLE entry (ecosystem TEXT, name TEXT, record INTEGER, body TEXT); BEGIN');
    this.#insertRecord = this.#database.prepare('INSERT INTO record (key, id, feed, body) VALUES (?, ?, ?, ?)');
    this.#insertEntry = this.#database.prepare('INSERT INTO temp.entry (ecosystem, name, record, body) VALUES (?, ?, ?, ?)');
    this.#insertSupport = this.#database.prepare('INSERT OR REPLACE INTO support (product, cycle, ended, extended) VALUES (?, ?, ?, ?)');
  }

  /** Whether it counts: a withdrawn record does not, and neither does one that is there already and newer. */
  add(item: FeedItem, feed: { readonly key: number; readonly name: string }): boolean {
    switch (item.type) {
      case 'advisory':
        return this.#addAdvisory(item.advisory, feed);
      case 'exploited':
        this.#changeCve(item.cve, {
          kev: { added: item.added, ...(item.due === undefined ? {} : { due: item.due }), ransomware: item.ransomware },
        });
        return true;
      case 'score':
        this.#addScores(item.cve, item.vectors, feed.name);
        return true;
      case 'probability':
        this.#changeCve(item.cve, { epss: [item.probability, item.percentile] });
        return true;
      case 'support':
        this.#insertSupport.run(item.product, item.cycle, String(item.ended), String(item.extendedEnded));
        return true;
    }
  }

  #addAdvisory(advisory: Advisory, feed: { readonly key: number; readonly name: string }): boolean {
    const known = this.#records.get(advisory.id);
    if (known !== undefined && known.modified >= advisory.modified) return false;
    if (known !== undefined) this.#remove(known.key);
    if (advisory.withdrawn) return false;
    const key = this.#nextRecord;
    this.#nextRecord += 1;
    this.#records.set(advisory.id, { key, modified: advisory.modified });
    this.#insertRecord.run(key, advisory.id, feed.key, JSON.stringify(toRecordRow(advisory)));
    for (const affected of advisory.affected) {
      const [ecosystem, release] = splitEcosystem(affected.ecosystem);
      const releases = this.#coverage.get(ecosystem) ?? new Set();
      this.#coverage.set(ecosystem, releases.add(release));
      this.#insertEntry.run(ecosystem, normalizeName(ecosystem, affected.name), key, JSON.stringify(toAffectedRow(affected, key, release)));
    }
    this.#addVectors(advisory, feed.name);
    return true;
  }

  #remove(key: number): void {
    this.#database.prepare('DELETE FROM record WHERE key = ?').run(key);
    this.#database.prepare('DELETE FROM temp.entry WHERE record = ?').run(key);
  }

  /** What one source computed of a CVE helps where another says nothing. */
  #addVectors({ id, aliases, ratings, affected }: Advisory, feed: string): void {
    const vectors = new Set(
      [...ratings, ...affected.flatMap(entry => entry.ratings)].filter(({ type }) => type === 'cvss').map(({ value }) => value),
    );
    if (vectors.size === 0) return;
    for (const cve of [id, ...aliases].filter(one => one.startsWith('CVE-'))) this.#addScores(cve, vectors, feed);
  }

  #addScores(cve: string, vectors: Iterable<string>, feed: string): void {
    const known = this.#cves.get(cve)?.vectors ?? [];
    const added = [...vectors].filter(vector => !known.some(([one]) => one === vector)).map(vector => [vector, feed] as const);
    this.#changeCve(cve, { vectors: [...known, ...added].slice(0, MAX_VECTORS) });
  }

  #changeCve(id: string, change: CveRow): void {
    this.#cves.set(id, { ...this.#cves.get(id), ...change });
  }

  /** Puts the entries of each name together, writes what is left and closes the file. */
  finish(
    feeds: readonly { readonly key: number; readonly name: string; readonly row: FeedRow }[],
    meta: Readonly<Record<string, string>>,
  ): void {
    this.#database.exec(
      `INSERT INTO affected (ecosystem, name, body)
       SELECT ecosystem, name, '[' || group_concat(body, ',') || ']' FROM (SELECT * FROM temp.entry ORDER BY ecosystem, name, record)
       GROUP BY ecosystem, name`,
    );
    const insert = (sql: string, rows: Iterable<readonly (string | number)[]>): void => {
      const statement = this.#database.prepare(sql);
      for (const row of rows) statement.run(...row);
    };
    insert(
      'INSERT INTO coverage (ecosystem, release) VALUES (?, ?)',
      [...this.#coverage].flatMap(([ecosystem, releases]) => [...releases].map(release => [ecosystem, release])),
    );
    insert(
      'INSERT INTO cve (id, body) VALUES (?, ?)',
      [...this.#cves].map(([id, row]) => [id, JSON.stringify(row)]),
    );
    insert(
      'INSERT INTO feed (key, name, body) VALUES (?, ?, ?)',
      feeds.map(({ key, name, row }) => [key, name, JSON.stringify(row)]),
    );
    insert('INSERT INTO meta (key, value) VALUES (?, ?)', Object.entries(meta));
    this.#database.exec('COMMIT; DROP TABLE temp.entry; PRAGMA optimize');
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

function toRecordRow({ aliases, upstream, related, modified, published, summary, ratings, references }: Advisory): RecordRow {
  return {
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(upstream.length > 0 ? { upstream } : {}),
    ...(related.length > 0 ? { related } : {}),
    ...(modified === '' ? {} : { modified }),
    ...(published === undefined ? {} : { published }),
    ...(summary === '' ? {} : { summary }),
    ...(ratings.length > 0 ? { ratings } : {}),
    ...(references.length > 0 ? { references } : {}),
  };
}
