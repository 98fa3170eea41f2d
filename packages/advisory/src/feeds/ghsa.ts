import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'ghsa',
  title: 'GitHub advisory database',
  url: 'https://github.com/github/advisory-database',
  licence: 'CC-BY-4.0',
  cadence: 'continuous',
  verified: true,
  files: /^(?:(?:ghsa)\.(?:jsonl|ndjson)(?:\.gz)?|GHSA-[\w.:-]+\.json)$/i,
});
