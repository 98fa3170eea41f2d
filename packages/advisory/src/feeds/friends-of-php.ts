import type { Range } from '@breakwater/vulnerability';
import { createAdvisory } from '../create-advisory.ts';
import type { Feed } from '../feed.ts';
import { isObject, toText } from '../json.ts';
import { toYamlFile } from '../yaml.ts';

/** The repository itself, a file an advisory. OSV's dump of Packagist does not have it. */
export const feed: Feed = {
  name: 'friends-of-php',
  title: 'FriendsOfPHP security advisories',
  url: 'https://codeload.github.com/FriendsOfPHP/security-advisories',
  licence: 'Unlicense',
  cadence: 'days',
  verified: true,
  files: /^friends-of-php[\w.-]*\.tar(?:\.(?:gz|zst|bz2))?$/i,
  downloads: [{ path: '/tar.gz/refs/heads/master', file: 'friends-of-php.tar.gz' }],
  layout: 'yaml',
  *parse(record) {
    const { path, document } = toYamlFile(record);
    const name = /^composer:\/\/([\w.-]+\/[\w.-]+)$/.exec(toText(document['reference']) ?? '')?.[1];
    // Beside advisories the repository has settings of its own.
    if (name === undefined) return;
    const branches = isObject(document['branches']) ? Object.values(document['branches']).filter(isObject) : [];
    const [cve, link] = [toText(document['cve']), toText(document['link'])];
    const times = branches.flatMap(({ time }) => toTime(toText(time))).sort();
    yield {
      type: 'advisory',
      advisory: createAdvisory({
        id: `FOP-${path.replace(/\.ya?ml$/, '').replaceAll('/', '-')}`,
        aliases: cve?.startsWith('CVE-') === true ? [cve] : [],
        modified: times.at(-1) ?? '',
        published: times[0],
        summary: toText(document['title']) ?? '',
        references: link === undefined ? [] : [link],
        affected: [
          {
            ecosystem: 'Packagist',
            name: name.toLowerCase(),
            ranges: branches.map(({ versions }) => toRange(versions, path)),
            versions: [],
            ratings: [],
          },
        ],
      }),
    };
  },
};

/** `2019-04-16 11:01:24`, or nothing for branches that got no release any more. */
function toTime(text: string | undefined): readonly string[] {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?/.exec(text ?? '') ?? [];
  return day === undefined ? [] : [`${day}T${time}Z`];
}

/** Constraints that all have to hold: `['>=3.4.0', '<3.4.26']`. */
function toRange(versions: unknown, path: string): Range {
  let [start, end]: [string, Range[number] | undefined] = ['0', undefined];
  for (const constraint of Array.isArray(versions) ? versions : [versions]) {
    const [, operator, version] = /^\s*(>=|<=|==|=|>|<|)\s*(\d[\w.+-]*)\s*$/.exec(String(constraint)) ?? [];
    if (operator === undefined || version === undefined)
      throw new TypeError(`${path} has no constraint '${String(constraint).slice(0, 50)}'`);
    if (operator.startsWith('>')) start = version;
    else if (operator === '<') end = ['fixed', version];
    else if (operator === '<=') end = ['last_affected', version];
    else [start, end] = [version, ['last_affected', version]];
  }
  return [['introduced', start], ...(end === undefined ? [] : [end])];
}
