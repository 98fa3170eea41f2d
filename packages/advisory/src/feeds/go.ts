import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'go',
  title: 'Go vulnerability database',
  url: 'https://vuln.go.dev',
  licence: 'CC-BY-4.0',
  cadence: 'continuous',
  verified: true,
  files: /^(?:(?:go)\.(?:jsonl|ndjson)(?:\.gz)?|GO-[\w.:-]+\.json)$/i,
});
