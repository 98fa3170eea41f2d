import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the kubelet is connected to',
  words: [PROGRAM, 'connect', '127.0.0.1', '10250'],
  opens: ['drifted-program'],
};
