import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a package manager is called',
  words: sh('busybox cp /bin/busybox /tmp/apk; /tmp/apk true; true'),
  opens: ['drifted-program', 'package-manager-used'],
};
