import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a module for the kernel is tried',
  words: [PROGRAM, 'module'],
  opens: ['drifted-program', 'kernel-module-loaded'],
};
