import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by the call openat2',
  words: [PROGRAM, 'openat2', '/etc/shadow'],
  opens: ['drifted-program', 'sensitive-file-read'],
};
