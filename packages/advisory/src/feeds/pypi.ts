import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'pypi',
  title: 'PyPA advisory database',
  url: 'https://github.com/pypa/advisory-database',
  licence: 'CC-BY-4.0',
  cadence: 'continuous',
  verified: true,
  files: /^(?:(?:pypi)\.(?:jsonl|ndjson)(?:\.gz)?|PYSEC-[\w.:-]+\.json)$/i,
});
