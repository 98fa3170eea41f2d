import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { type BuildResult, buildDatabase } from '../build/build-database.ts';
import { AdvisoryError } from '../errors.ts';
import type { Download, Feed } from '../feed.ts';
import { feeds } from '../feeds.generated.ts';
import { describeFailure, download, type Fetched } from './download.ts';
import { beginChanges, fetchChanges } from './fetch-changes.ts';
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new AdvisoryError('source-invalid', `${folder} cannot be made: ${toErrorMessage(cause)}`, { cause });
  }
}

/** Mirrors have every file by its name; publishers may keep it where a list of theirs says, and tell what has changed. */
async function fetchItem(item: Item, { folder, mirrors, now }: UpdateOptions, http: Http): Promise<Fetched | Problem> {
  const { file } = item.download;
  if (mirrors.length === 0) {
    try {
      return await fetchFromPublisher(item, folder, now, http);
    } catch (cause) {
      return toUnreachable(file, [`${item.feed.url}${item.download.path}: ${describeFailure(cause)}`]);
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

async function fetchFromPublisher({ feed, download: wanted }: Item, folder: string, now: string, http: Http): Promise<Fetched> {
  const { path, file, from, changes } = wanted;
  const few = changes === undefined ? undefined : await fetchChanges(changes, { base: feed.url, folder, file, now }, http);
  if (few !== undefined) return few;
  const fetched = await download(await locate(`${feed.url}${path}`, from, http), join(folder, file), http);
  if (changes !== undefined) beginChanges(changes, { folder, now }, fetched);
  return fetched;
}
