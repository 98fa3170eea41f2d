import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a log is emptied',
  words: sh('busybox mkdir -p /var/log; echo x >> /var/log/auth.log; : > /var/log/auth.log'),
  opens: ['log-cleared'],
};
