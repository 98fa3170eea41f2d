import { createAdvisory, toScoreWord } from '../create-advisory.ts';
import type { Feed } from '../feed.ts';
import { toText } from '../json.ts';
import { listAffected } from '../ruby-requirements.ts';
import { toYamlFile } from '../yaml.ts';

/** The repository itself, a file an advisory: it says which versions are not affected. OSV's dump of RubyGems does not have it. */
export const feed: Feed = {
  name: 'rubysec',
  title: 'Ruby advisory database',
  url: 'https://codeload.github.com/rubysec/ruby-advisory-db',
  licence: 'public domain; parts under terms of OSVDB',
  cadence: 'days',
  verified: true,
  files: /^rubysec[\w.-]*\.tar(?:\.(?:gz|zst|bz2))?$/i,
  downloads: [{ path: '/tar.gz/refs/heads/master', file: 'rubysec.tar.gz' }],
  layout: 'yaml',
  *parse(record) {
    const { path, document } = toYamlFile(record);
    const name = toText(document['gem']);
    // Engines of Ruby, and what the repository needs for itself.
    if (!path.startsWith('gems/') || name === undefined) return;
    const safe = [...toTexts(document['patched_versions']), ...toTexts(document['unaffected_versions'])];
    const range = listAffected(safe);
    if (range.length === 0) return;
    const [date, url] = [toText(document['date']), toText(document['url'])];
    const day = /^\d{4}-\d{2}-\d{2}/.exec(date ?? '')?.[0];
    yield {
      type: 'advisory',
      advisory: createAdvisory({
        id: `RUBYSEC-${name}-${path
          .split('/')
          .at(-1)
          ?.replace(/\.ya?ml$/, '')}`,
        aliases: ['cve', 'ghsa', 'osvdb'].flatMap(key => toAlias(key, document[key])),
        modified: day === undefined ? '' : `${day}T00:00:00Z`,
        summary: toText(document['title']) ?? '',
        ratings: toScoreWord(document['cvss_v3'] ?? document['cvss_v2']),
        references: url === undefined ? [] : [url],
        affected: [{ ecosystem: 'RubyGems', name, ranges: [range], versions: [], ratings: [] }],
      }),
    };
  },
};

function toTexts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).map(String);
}

/** Ids without their beginning. */
function toAlias(key: string, value: unknown): readonly string[] {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^[\w-]{1,50}$/.test(id) ? [`${key.toUpperCase()}-${id}`] : [];
}
