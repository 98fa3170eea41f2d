import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program without a file runs, with a library that is not its own',
  words: [PROGRAM, 'memfd'],
  opens: ['drifted-program', 'fileless-program', 'library-preloaded'],
};
