import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a payload is decoded and run',
  words: sh('echo aWQ= | busybox base64 -d | sh'),
  opens: ['payload-decoded'],
};
