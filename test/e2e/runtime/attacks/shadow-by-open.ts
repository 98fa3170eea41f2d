import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by the call open',
  words: [PROGRAM, 'open', '/etc/shadow'],
  opens: ['drifted-program', 'sensitive-file-read'],
};
