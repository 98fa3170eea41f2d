import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'files are made unreadable',
  words: sh('echo x > /tmp/data; busybox shred -u /tmp/data || true'),
  opens: ['data-destroyed'],
};
