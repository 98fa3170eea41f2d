import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a file of scheduled jobs is made',
  words: sh('busybox mkdir -p /etc/cron.d && echo x > /etc/cron.d/evil'),
  opens: ['scheduled-job-changed'],
};
