import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a pool is connected to',
  words: [PROGRAM, 'connect', '127.0.0.1', '3333'],
  opens: ['drifted-program'],
};
