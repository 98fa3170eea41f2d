import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'almalinux',
  title: 'AlmaLinux errata',
  url: 'https://github.com/AlmaLinux/osv-database',
  licence: 'MIT',
  cadence: 'days',
  verified: true,
  files: /^(?:(?:almalinux)\.(?:jsonl|ndjson)(?:\.gz)?|AL(?:SA|BA|EA)-[\w.:-]+\.json)$/i,
});
