import type { Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a symbolic link is laid to the password file',
  words: ['busybox', 'ln', '-sf', '../etc/shadow', '/tmp/soft2'],
  opens: ['link-over-sensitive-file'],
};
