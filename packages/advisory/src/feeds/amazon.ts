import type { Feed } from '../feed.ts';
import { toUpdateAdvisory } from '../updateinfo.ts';

/** Where each release keeps its list of mirrors; extras of Amazon Linux 2 have repositories of their own. */
const MIRRORS = {
  '2': '/2/core/latest/x86_64/mirror.list',
  '2023': '/al2023/core/mirrors/latest/x86_64/mirror.list',
};

export const feed: Feed = {
  name: 'amazon',
  title: 'Amazon Linux security advisories',
  url: 'https://cdn.amazonlinux.com',
  licence: 'as Amazon publishes it',
  cadence: 'days',
  verified: true,
  files: /^amazon-[\w.-]*updateinfo\.xml(?:\.(?:gz|zst|bz2|xz))?$/i,
  downloads: Object.entries(MIRRORS).map(([release, path]) => ({
    path,
    file: `amazon-${release}-updateinfo.xml.gz`,
    from: 'mirror-list' as const,
  })),
  layout: 'updateinfo',
  *parse(record) {
    const advisory = toUpdateAdvisory(record, id => `Amazon Linux:${toRelease(id)}`);
    if (advisory !== undefined) yield { type: 'advisory', advisory };
  },
};

/** ALAS2023-2023-001, ALAS2-2018-939, ALAS2GOLANG1.19-2023-001; the first release has no number. */
function toRelease(id: string): string {
  return /^ALAS(2\d{3}|2)/.exec(id)?.[1] ?? '1';
}
