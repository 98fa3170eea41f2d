import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program is traced',
  words: [PROGRAM, 'trace'],
  opens: ['drifted-program'],
};
