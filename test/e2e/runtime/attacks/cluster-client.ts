import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a client of the cluster runs in a container',
  words: sh('busybox cp /bin/busybox /tmp/kubectl; /tmp/kubectl true; true'),
  opens: ['cluster-client-used', 'drifted-program'],
};
