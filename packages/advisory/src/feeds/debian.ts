import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'debian',
  title: 'Debian security advisories',
  url: 'https://security-tracker.debian.org',
  licence: 'as the Debian project publishes it',
  cadence: 'hours',
  verified: true,
  files: /^(?:debian)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
