import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a file gets the right of its owner for everybody',
  words: [PROGRAM, 'chmod', '/tmp/attack'],
  opens: ['drifted-program', 'set-user-id-bit-set'],
};
