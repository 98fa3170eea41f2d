import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'crates-io',
  title: 'RustSec',
  url: 'https://github.com/rustsec/advisory-db',
  licence: 'CC0-1.0',
  cadence: 'continuous',
  verified: true,
  files: /^(?:(?:crates\.io|rustsec)\.(?:jsonl|ndjson)(?:\.gz)?|RUSTSEC-[\w.:-]+\.json)$/i,
});
