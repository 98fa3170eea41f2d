import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'packets are read as they are',
  words: [PROGRAM, 'packet'],
  opens: ['drifted-program', 'packet-socket-opened'],
};
