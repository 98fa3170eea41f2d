import { createOsvFeed } from '../osv-feed.ts';

export const feed = createOsvFeed({
  name: 'rubygems',
  title: 'Ruby advisory database',
  url: 'https://github.com/rubysec/ruby-advisory-db',
  licence: 'public domain; parts under terms of OSVDB',
  cadence: 'days',
  verified: true,
  files: /^(?:rubygems)\.(?:jsonl|ndjson)(?:\.gz)?$/i,
});
