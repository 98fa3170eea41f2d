import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program for the kernel is tried',
  words: [PROGRAM, 'bpf'],
  opens: ['bpf-program-loaded', 'drifted-program'],
};
