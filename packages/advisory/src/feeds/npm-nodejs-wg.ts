import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'npm-nodejs-wg',
  title: 'Node.js security working group',
  url: 'https://github.com/nodejs/security-wg',
  licence: 'MIT',
  cadence: 'no longer kept',
  verified: true,
  files: /^(?:npm-nodejs-wg)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
