import type { Advisory } from '@breakwater/vulnerability';
import type { Feed } from './feed.ts';
import { isObject, type Json, toObjects, toText } from './json.ts';

interface SecdbParts extends Omit<Feed, 'layout' | 'parse'> {
  /** What the advisories are called: `ALPINE` of ALPINE-CVE-2026-1. */
  readonly prefix: string;
  /** OSV ecosystem, without a release. */
  readonly ecosystem: string;
}

/** The security database of apk distributions: which version of which package fixed which CVE. Version 0 says that it was never affected. */
export function createSecdbFeed({ prefix, ecosystem, ...parts }: SecdbParts): Feed {
  return {
    ...parts,
    layout: 'json',
    *parse(document) {
      const release = isObject(document) ? toText(document['distroversion']) : undefined;
      const place = release === undefined ? ecosystem : `${ecosystem}:${release}`;
      const source = release === undefined ? prefix : `${prefix}-${release}`;
      for (const entry of toObjects(document, 'packages')) {
        for (const advisory of toAdvisories(isObject(entry['pkg']) ? entry['pkg'] : {}, source, place))
          yield { type: 'advisory', advisory };
      }
    },
  };
}

function toAdvisories({ name, secfixes }: Json, source: string, ecosystem: string): readonly Advisory[] {
  const called = toText(name);
  if (called === undefined || !isObject(secfixes)) return [];
  return Object.entries(secfixes).flatMap(([version, ids]) => {
    const texts = Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : [];
    // An entry may give several names of one problem, split by blanks.
    return version === '0' ? [] : texts.map(text => toAdvisory(text.split(/\s+/), version, called, source, ecosystem));
  });
}

function toAdvisory([id = '', ...aliases]: readonly string[], fixed: string, name: string, source: string, ecosystem: string): Advisory {
  return {
    id: `${source}-${name}-${id}`,
    aliases: [],
    upstream: [id, ...aliases],
    related: [],
    withdrawn: false,
    modified: '',
    published: undefined,
    summary: '',
    ratings: [],
    references: [],
    affected: [
      {
        ecosystem,
        name,
        ranges: [
          [
            ['introduced', '0'],
            ['fixed', fixed],
          ],
        ],
        versions: [],
        ratings: [],
      },
    ],
  };
}
