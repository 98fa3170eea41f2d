import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by the hard link',
  words: ['cat', '/tmp/hard'],
  opens: ['sensitive-file-read'],
};
