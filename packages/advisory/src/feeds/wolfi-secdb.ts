import { createSecdbFeed } from '../secdb-feed.ts';

export const feed = createSecdbFeed({
  name: 'wolfi-secdb',
  title: 'Wolfi security database',
  url: 'https://packages.wolfi.dev/os/security.json',
  licence: 'CC BY-NC-ND 4.0 with an addendum for scanners: read it, pass no copy on',
  cadence: 'continuous',
  verified: false,
  files: /^wolfi-security\.json(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'wolfi-security.json' }],
  prefix: 'WOLFI',
  ecosystem: 'Wolfi',
});
