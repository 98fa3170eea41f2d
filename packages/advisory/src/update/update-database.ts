import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { type BuildResult, buildDatabase } from '../build/build-database.ts';
import { AdvisoryError } from '../errors.ts';
import type { Download, Feed } from '../feed.ts';
import { feeds } from '../feeds.generated.ts';
import { readZip } from '../unpack/zip.ts';
import { describeFailure, download, type Fetched } from './download.ts';
import { beginChanges, fetchChanges, fetchMissing, type Place } from './fetch-changes.ts';
import { createHttp, type Http, type Proxies } from './http.ts';
import { locate } from './locate.ts';

export interface UpdateOptions {
  /** Folder that keeps what was fetched. */
  readonly folder: string;
  readonly file: string;
  /** RFC 3339; when it is built. */
  readonly now: string;
  /** URLs of folders that have all files by their names, asked in this order; without one the publishers are asked. */
  readonly mirrors: readonly string[];
  /** Names of feeds, and of ecosystems of OSV; when empty, all but those that are fetched on request. */
  readonly only: readonly string[];
  /** By name of a feed: a URL that stands for its publisher's, with the same below it. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly proxies?: Proxies;
  readonly progress?: (file: string, outcome: string) => void;
}

export interface UpdateResult extends BuildResult {
  readonly changed: number;
  readonly unchanged: number;
}

interface Item {
  readonly feed: Feed;
  readonly download: Download;
}

/**
 * Fetches what has changed and builds the database anew. A feed that cannot be fetched is a Problem, and what was fetched of it before counts.
 *
 * @throws AdvisoryError `source-invalid`, `database-unwritable`
 */
export async function updateDatabase(options: UpdateOptions): Promise<UpdateResult> {
  const items = listItems(options.only);
  refuseUnknown(Object.keys(options.sources ?? {}));
  makeFolder(options.folder);
  const problems: Problem[] = [];
  const counts = { changed: 0, unchanged: 0 };
  await using http = createHttp(options.proxies ?? { httpsProxy: '', httpProxy: '', noProxy: '' });
  for (const item of items) {
    const outcome = await fetchItem(item, options, http);
    if (typeof outcome === 'object') problems.push(outcome);
    else counts[outcome] += 1;
    options.progress?.(item.download.file, typeof outcome === 'object' ? outcome.message : outcome);
  }
  const built = await buildDatabase(options.folder, options.file, { now: options.now });
  return { ...built, ...counts, problems: [...problems, ...built.problems] };
}

function listItems(only: readonly string[]): readonly Item[] {
  const items = feeds.flatMap(feed => (feed.downloads ?? []).map(one => ({ feed, download: one })));
  const isWanted = ({ feed, download: { file } }: Item): boolean =>
    only.length === 0 ? feed.onRequest !== true : only.includes(feed.name) || only.includes(file.replace(/\.zip$/, ''));
  const unknown = only.find(name => !items.some(item => item.feed.name === name || item.download.file === `${name}.zip`));
  if (unknown !== undefined)
    throw new AdvisoryError('source-invalid', `'${unknown}' is no feed that can be fetched, and no ecosystem of OSV`);
  return items.filter(isWanted);
}

function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find(name => !feeds.some(feed => feed.name === name && feed.downloads !== undefined));
  if (unknown !== undefined) throw new AdvisoryError('source-invalid', `'${unknown}' is no feed that can be fetched`);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new AdvisoryError('source-invalid', `${folder} cannot be made: ${toErrorMessage(cause)}`, { cause });
  }
}

/** Mirrors have every file by its name; publishers may keep it where a list of theirs says, and tell what has changed. */
async function fetchItem({ feed, download: wanted }: Item, options: UpdateOptions, http: Http): Promise<Fetched | Problem> {
  const { folder, mirrors, now, sources = {} } = options;
  const { file, path } = wanted;
  const own = Object.hasOwn(sources, feed.name) ? sources[feed.name] : undefined;
  if (mirrors.length === 0 || own !== undefined) {
    const base = (own ?? feed.url).replace(/\/+$/, '');
    try {
      return await fetchFromPublisher(wanted, { base, folder, file, now }, http);
    } catch (cause) {
      return toUnreachable(file, [`${base}${path}: ${describeFailure(cause)}`]);
    }
  }
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/\/+$/, '')}/${encodeURIComponent(file)}`;
    try {
      return await download(url, join(folder, file), http);
    } catch (cause) {
      failures.push(`${url}: ${describeFailure(cause)}`);
    }
  }
  return toUnreachable(file, failures);
}

function toUnreachable(source: string, failures: readonly string[]): Problem {
  return { code: 'feed-unreachable', message: failures.join('; '), source };
}

async function fetchFromPublisher({ path, from, changes }: Download, place: Place, http: Http): Promise<Fetched> {
  const target = join(place.folder, place.file);
  // Where changes cannot be had the whole may be.
  const few = changes === undefined ? undefined : await fetchChanges(changes, place, http).catch(() => undefined);
  if (few !== undefined) return few;
  const fetched = await download(await locate(`${place.base}${path}`, from, http), target, http);
  if (changes === undefined) return fetched;
  beginChanges(changes, place, fetched);
  const known = fetched === 'changed' && target.endsWith('.zip') ? listRecords(target) : undefined;
  if (known !== undefined) await fetchMissing(changes, known, place, http);
  return fetched;
}

/** The names of what is in a dump; undefined where it is no archive, which is told when it is read. */
function listRecords(path: string): ReadonlySet<string> | undefined {
  try {
    return new Set([...readZip(path)].map(({ name }) => name.replace(/\.json$/, '')));
  } catch {
    return undefined;
  }
}
