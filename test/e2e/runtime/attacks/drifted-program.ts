import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program that was dropped into the container runs',
  words: [PROGRAM, 'nothing'],
  opens: ['drifted-program'],
};
