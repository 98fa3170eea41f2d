import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a user is added by hand',
  words: sh('echo evil:x:0:0::/:/bin/sh >> /etc/passwd'),
  opens: ['account-file-changed'],
};
