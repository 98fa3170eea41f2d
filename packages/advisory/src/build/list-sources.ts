import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toErrorMessage } from '@breakwater/model';
import { AdvisoryError } from '../errors.ts';
import type { Feed } from '../feed.ts';
import { feeds } from '../feeds.generated.ts';

export interface Source {
  readonly path: string;
  readonly feed: Feed;
}

export interface Sources {
  readonly known: readonly Source[];
  /** Files that look like data and that no feed knows. */
  readonly unknown: readonly string[];
}

/** A vulnerability may be a file. */
const MAX_FILES = 500_000;
const PACKED_DATA = /\.(?:zip|(?:jsonl|ndjson|json|csv|xml|tar)(?:\.(?:gz|zst|bz2|xz))?)$/;

/** The files of a folder and its subfolders, each with the feed that reads it, in order of their paths. */
export function listSources(folder: string): Sources {
  const paths = listFiles(folder).filter(path => PACKED_DATA.test(path));
  const sources = paths.map(path => ({ path, feed: findFeed(basename(path)) }));
  return {
    known: sources.flatMap(({ path, feed }) => (feed === undefined ? [] : [{ path, feed }])),
    unknown: sources.filter(({ feed }) => feed === undefined).map(({ path }) => path),
  };
}

function listFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    if (files.length > MAX_FILES) throw new RangeError(`it has more than ${MAX_FILES} files`);
    return files.sort();
  } catch (cause) {
    throw new AdvisoryError('source-invalid', `${folder} cannot be read: ${toErrorMessage(cause)}`, { cause });
  }
}

/** The feed of OSV dumps takes any name, so it is asked last. */
const order: readonly Feed[] = feeds.toSorted((a, b) => Number(a.name === 'osv') - Number(b.name === 'osv'));

function findFeed(name: string): Feed | undefined {
  return order.find(feed => feed.files.test(name));
}
