import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'bitnami',
  title: 'Bitnami vulnerability database',
  url: 'https://github.com/bitnami/vulndb',
  licence: 'Apache-2.0',
  cadence: 'days',
  verified: true,
  files: /^(?:(?:bitnami)\.(?:jsonl|ndjson)(?:\.gz)?|BIT-[\w.:-]+\.json)$/i,
});
