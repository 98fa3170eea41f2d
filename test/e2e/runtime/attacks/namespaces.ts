import { PROGRAM, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a container takes namespaces of its own',
  words: [PROGRAM, 'unshare'],
  opens: ['drifted-program', 'namespace-left'],
};
