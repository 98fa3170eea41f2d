import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'packagist',
  title: 'FriendsOfPHP security advisories',
  url: 'https://github.com/FriendsOfPHP/security-advisories',
  licence: 'Unlicense',
  cadence: 'days',
  verified: true,
  files: /^(?:packagist)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
