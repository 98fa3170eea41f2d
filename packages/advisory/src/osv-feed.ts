import { readAdvisory } from '@breakwater/vulnerability';
import type { Feed, FeedItem } from './feed.ts';

/** A feed whose records are OSV already. */
export function createOsvFeed(parts: Omit<Feed, 'layout' | 'parse'>): Feed {
  return { ...parts, layout: 'json-lines', parse: parseOsv };
}

function* parseOsv(record: unknown): Iterable<FeedItem> {
  const read = readAdvisory(record);
  if ('refusal' in read) throw new TypeError(read.refusal);
  yield { type: 'advisory', advisory: read.advisory };
}
