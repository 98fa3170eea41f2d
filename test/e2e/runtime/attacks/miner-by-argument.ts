import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a program is told the address of a pool',
  words: sh('busybox echo stratum+tcp://pool.example:3333'),
  opens: ['miner-started'],
};
