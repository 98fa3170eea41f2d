import { PROGRAM, type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a shell has a connection for its input and output',
  words: sh(`(busybox timeout 3 nc -l -p 6557 >/dev/null &) ; sleep 1; ${PROGRAM} reverse 127.0.0.1 6557 || true`),
  opens: ['drifted-program', 'shell-on-socket'],
};
