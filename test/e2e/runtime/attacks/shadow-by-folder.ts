import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read relative to an open folder',
  words: [PROGRAM, 'dirfd', '/etc', 'shadow'],
  opens: ['drifted-program', 'sensitive-file-read'],
};
