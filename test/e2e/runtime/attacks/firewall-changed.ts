import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a firewall is changed',
  words: sh('busybox cp /bin/busybox /tmp/iptables; /tmp/iptables true; true'),
  opens: ['drifted-program', 'firewall-changed'],
};
