import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'alpine',
  title: 'Alpine security database',
  url: 'https://secdb.alpinelinux.org',
  licence: 'as its license.txt says',
  cadence: 'daily',
  verified: true,
  files: /^(?:alpine)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
