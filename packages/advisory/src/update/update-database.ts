import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { type BuildResult, buildDatabase } from '../build/build-database.ts';
import { AdvisoryError } from '../errors.ts';
import type { Feed } from '../feed.ts';
import { feeds } from '../feeds.generated.ts';
import { describeFailure, download } from './download.ts';

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
  readonly progress?: (file: string, outcome: string) => void;
}

export interface UpdateResult extends BuildResult {
  readonly changed: number;
  readonly unchanged: number;
}

interface Item {
  readonly feed: Feed;
  readonly path: string;
  readonly file: string;
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
  for (const item of items) {
    const outcome = await fetchItem(item, options);
    if (typeof outcome === 'object') problems.push(outcome);
    else counts[outcome] += 1;
    options.progress?.(item.file, typeof outcome === 'object' ? outcome.message : outcome);
  }
  const built = await buildDatabase(options.folder, options.file, { now: options.now });
  return { ...built, ...counts, problems: [...problems, ...built.problems] };
}

function listItems(only: readonly string[]): readonly Item[] {
  const items = feeds.flatMap(feed => (feed.downloads ?? []).map(({ path, file }) => ({ feed, path, file })));
  const isWanted = ({ feed, file }: Item): boolean =>
    only.length === 0 ? feed.onRequest !== true : only.includes(feed.name) || only.includes(file.replace(/\.zip$/, ''));
  const unknown = only.find(name => !items.some(item => item.feed.name === name || item.file === `${name}.zip`));
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

async function fetchItem({ feed, path, file }: Item, { folder, mirrors }: UpdateOptions): Promise<'changed' | 'unchanged' | Problem> {
  const urls =
    mirrors.length === 0 ? [`${feed.url}${path}`] : mirrors.map(mirror => `${mirror.replace(/\/+$/, '')}/${encodeURIComponent(file)}`);
  const failures: string[] = [];
  for (const url of urls) {
    try {
      return await download(url, join(folder, file));
    } catch (cause) {
      failures.push(`${url}: ${describeFailure(cause)}`);
    }
  }
  return { code: 'feed-unreachable', message: failures.join('; '), source: file };
}
