import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a miner runs by its name',
  words: sh('busybox cp /bin/busybox /tmp/xmrig; /tmp/xmrig true; true'),
  opens: ['drifted-program', 'miner-started'],
};
