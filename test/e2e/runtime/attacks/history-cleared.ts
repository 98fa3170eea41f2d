import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the history of a shell is removed',
  words: sh('busybox mkdir -p /root; : > /root/.bash_history; busybox rm -f /root/.bash_history'),
  opens: ['history-cleared'],
};
