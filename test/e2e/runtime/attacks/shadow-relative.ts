import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the password file is read by a relative path',
  words: sh('cd /etc && cat ./shadow'),
  opens: ['sensitive-file-read'],
};
