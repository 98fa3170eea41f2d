import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'npm-retirejs',
  title: 'Retire.js',
  url: 'https://github.com/RetireJS/retire.js',
  licence: 'Apache-2.0',
  cadence: 'weeks',
  verified: true,
  files: /^(?:npm-retirejs)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
