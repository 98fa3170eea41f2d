import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a key is let log in',
  words: sh('busybox mkdir -p /root/.ssh && echo ssh-rsa AAAA > /root/.ssh/authorized_keys'),
  opens: ['authorized-keys-changed'],
};
