import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by its name',
  words: ['cat', '/etc/shadow'],
  opens: ['sensitive-file-read'],
};
