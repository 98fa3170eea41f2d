import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by /proc/self/root',
  words: ['cat', '/proc/self/root/etc/shadow'],
  opens: ['sensitive-file-read'],
};
