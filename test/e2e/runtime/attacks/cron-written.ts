import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a scheduled job is written',
  words: sh('echo "* * * * * root id" >> /etc/crontab'),
  opens: ['scheduled-job-changed'],
};
