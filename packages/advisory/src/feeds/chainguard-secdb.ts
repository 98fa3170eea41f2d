import { createSecdbFeed } from '../secdb-feed.ts';

export const feed = createSecdbFeed({
  name: 'chainguard-secdb',
  title: 'Chainguard security database',
  url: 'https://packages.cgr.dev/chainguard/security.json',
  licence: 'as Chainguard publishes it',
  cadence: 'continuous',
  verified: true,
  files: /^chainguard-security\.json(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'chainguard-security.json' }],
  prefix: 'CHAINGUARD',
  ecosystem: 'Chainguard',
});
