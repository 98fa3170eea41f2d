import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a hard link is laid to the password file',
  words: ['busybox', 'ln', '/etc/shadow', '/tmp/hard2'],
  opens: ['link-over-sensitive-file'],
};
