import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a mount is tried',
  words: [PROGRAM, 'mount'],
  opens: ['drifted-program', 'mounted-in-container'],
};
