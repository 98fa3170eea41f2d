import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program in shared memory is refused by the mount without execution, before there is anything to tell',
  words: sh('busybox cp /bin/busybox /dev/shm/x && /dev/shm/x true; true'),
  opens: [],
};
