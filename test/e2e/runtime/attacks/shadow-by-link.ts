import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by the symbolic link',
  words: ['cat', '/tmp/soft'],
  opens: ['sensitive-file-read'],
};
