import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'kubernetes',
  title: 'Kubernetes CVE feed',
  url: 'https://github.com/kubernetes-sigs/cve-feed-osv',
  licence: 'Apache-2.0',
  cadence: 'by hand; stale since 2024',
  verified: true,
  files: /^(?:kubernetes)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
