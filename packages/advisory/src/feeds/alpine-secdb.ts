import { createSecdbFeed } from '../secdb-feed.ts';

/** Branches that get fixes, or got them lately. */
const BRANCHES = ['v3.20', 'v3.21', 'v3.22', 'v3.23', 'v3.24', 'edge'];

export const feed = createSecdbFeed({
  name: 'alpine-secdb',
  title: 'Alpine security database',
  url: 'https://secdb.alpinelinux.org',
  licence: 'as its license.txt says',
  cadence: 'daily',
  verified: true,
  files: /^alpine-(?:v\d+\.\d+|edge)-(?:main|community)\.json(?:\.gz)?$/i,
  downloads: BRANCHES.flatMap(branch =>
    ['main', 'community'].map(part => ({ path: `/${branch}/${part}.json`, file: `alpine-${branch}-${part}.json` })),
  ),
  prefix: 'ALPINE',
  ecosystem: 'Alpine',
});
