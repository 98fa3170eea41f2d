import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a user is let do everything',
  words: sh('busybox mkdir -p /etc/sudoers.d && echo "evil ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/evil'),
  opens: ['sudoers-changed'],
};
