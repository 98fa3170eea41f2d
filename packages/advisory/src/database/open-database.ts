import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Cvss, toErrorMessage } from '@breakwater/model';
import {
  type AdvisoryDatabase,
  type Decoration,
  type EndOfLife,
  type KnownAffected,
  type KnownRecord,
  scoreCvss,
} from '@breakwater/vulnerability';
import { AdvisoryError } from '../errors.ts';
import type { AffectedRow, CveRow, FeedRow, RecordRow } from './rows.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';

export interface OpenAdvisoryDatabase extends AdvisoryDatabase, Disposable {
  /** RFC 3339. */
  readonly built: string;
  feeds(): readonly (FeedRow & { readonly name: string })[];
  /** Advisories, without what is known beside them. */
  countRecords(): number;
}

/** Answers that are kept; images and clusters ask for the same names again and again. */
const MAX_KEPT = 20_000;

/**
 * Opens a database read-only.
 *
 * @throws AdvisoryError `database-missing`, `database-invalid`, `database-version`
 */
export function openDatabase(file: string): OpenAdvisoryDatabase {
  if (!existsSync(file)) {
    throw new AdvisoryError(
      'database-missing',
      `there is no advisory database ${file}; make one with 'breakwater db build --from FOLDER --out ${file}'`,
    );
  }
  const database = openFile(file);
  try {
    checkHeader(database, file);
    return createReader(database);
  } catch (cause) {
    database.close();
    throw cause instanceof AdvisoryError ? cause : toInvalid(file, cause);
  }
}

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, allowExtension: false });
  } catch (cause) {
    throw toInvalid(file, cause);
  }
}

function toInvalid(file: string, cause: unknown): AdvisoryError {
  return new AdvisoryError('database-invalid', `${file} is no advisory database: ${toErrorMessage(cause)}`, { cause });
}

function checkHeader(database: DatabaseSync, file: string): void {
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON');
  const read = (pragma: string): unknown => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  if (read('application_id') !== APPLICATION_ID) throw new AdvisoryError('database-invalid', `${file} is no advisory database`);
  const version = read('user_version');
  if (version !== SCHEMA_VERSION)
    throw new AdvisoryError('database-version', `${file} has version ${version}, and this program reads ${SCHEMA_VERSION}: build it again`);
}

function createReader(database: DatabaseSync): OpenAdvisoryDatabase {
  const text = (sql: string): ((...keys: readonly (string | number)[]) => string | undefined) => {
    const statement = database.prepare(sql);
    return (...keys) => statement.get(...keys)?.['body'] as string | undefined;
  };
  const selectAffected = text('SELECT body FROM affected WHERE ecosystem = ? AND name = ?');
  const selectRecord = database.prepare(
    'SELECT record.id, feed.name AS feed, record.body FROM record JOIN feed ON feed.key = record.feed WHERE record.key = ?',
  );
  const selectCve = text('SELECT body FROM cve WHERE id = ?');
  const rows = (sql: string) => database.prepare(sql).all() as readonly Readonly<Record<string, string>>[];
  const coverage = Map.groupBy(rows('SELECT ecosystem, release FROM coverage'), ({ ecosystem = '' }) => ecosystem);
  const support = Map.groupBy(rows('SELECT product, cycle, ended, extended FROM support'), ({ product = '' }) => product);
  const built = text("SELECT value AS body FROM meta WHERE key = 'built'")() ?? '';
  return {
    built,
    findAffected: keepAnswers((ecosystem, name) => readAffected(selectAffected(ecosystem, name), ecosystem, name)),
    readRecord: keepAnswers(key => readRecord(selectRecord.get(key))),
    decorate: keepAnswers(id => readDecoration(selectCve(id))),
    covers: (ecosystem, releases) =>
      isCovered(
        (coverage.get(ecosystem) ?? []).map(({ release = '' }) => release),
        releases,
      ),
    endOfLife: (product, version) => findSupport(support.get(product) ?? [], version),
    feeds: () =>
      rows('SELECT name, body FROM feed ORDER BY name').map(({ name = '', body = '{}' }) => ({ ...(JSON.parse(body) as FeedRow), name })),
    countRecords: () => Number(text('SELECT count(*) AS body FROM record')()),
    [Symbol.dispose]: () => database.close(),
  };
}

/** Remembers the answers to the keys asked for last, and forgets all of them when there are too many. */
function keepAnswers<Keys extends readonly (string | number)[], Answer>(ask: (...keys: Keys) => Answer): (...keys: Keys) => Answer {
  const kept = new Map<string, Answer>();
  return (...keys) => {
    const key = keys.join('\0');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const answer = ask(...keys);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, answer);
    return answer;
  };
}

function readAffected(body: string | undefined, ecosystem: string, name: string): readonly KnownAffected[] {
  const rows = body === undefined ? [] : (JSON.parse(body) as readonly AffectedRow[]);
  return rows.map(([record, release, ranges, versions = [], ratings = [], status]) => ({
    record,
    ecosystem: release === '' ? ecosystem : `${ecosystem}:${release}`,
    name,
    ranges,
    versions,
    ratings,
    ...(status === undefined ? {} : { status }),
  }));
}

function readRecord(row: Readonly<Record<string, unknown>> | undefined): KnownRecord {
  const {
    aliases = [],
    upstream = [],
    related = [],
    modified = '',
    published,
    summary = '',
    ratings = [],
    references = [],
  } = JSON.parse(String(row?.['body'] ?? '{}')) as RecordRow;
  const [id, feed] = [String(row?.['id'] ?? ''), String(row?.['feed'] ?? '')];
  return { id, feed, aliases, upstream, related, modified, published, summary, ratings, references };
}

function readDecoration(body: string | undefined): Decoration {
  const { vectors = [], epss, kev } = (body === undefined ? {} : JSON.parse(body)) as CveRow;
  return {
    // Computed only where the records that matched have no score.
    get cvss() {
      return vectors.flatMap(([vector, source]) => toCvss(vector, source));
    },
    ...(epss === undefined ? {} : { epss: { probability: epss[0], percentile: epss[1] } }),
    ...(kev === undefined ? {} : { kev }),
  };
}

function toCvss(vector: string, source: string): readonly Cvss[] {
  const result = scoreCvss(vector);
  return result === undefined ? [] : [{ version: result.version, vector, score: result.score, source }];
}

/** A record without a release speaks of all of them. */
function isCovered(known: readonly string[], releases: readonly string[] | undefined): boolean {
  return releases === undefined ? known.length > 0 : known.includes('') || releases.some(release => known.includes(release));
}

/** The cycle that the version is of: `3.20` of 3.20.3, `12` of 12.4. */
function findSupport(cycles: readonly Readonly<Record<string, string>>[], version: string): EndOfLife | undefined {
  const found = cycles
    .filter(({ cycle = '' }) => version === cycle || version.startsWith(`${cycle}.`))
    .toSorted((a, b) => (b['cycle']?.length ?? 0) - (a['cycle']?.length ?? 0))[0];
  if (found === undefined) return undefined;
  return { cycle: found['cycle'] ?? '', ended: toEnd(found['ended']), extendedEnded: toEnd(found['extended']) };
}

function toEnd(text: string | undefined): string | true | undefined {
  if (text === undefined || text === 'false') return undefined;
  return text === 'true' ? true : text;
}
