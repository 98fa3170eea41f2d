import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by a path that goes up',
  words: ['cat', '/tmp/../etc/shadow'],
  opens: ['path-traversal-read'],
};
