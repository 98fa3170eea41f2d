import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the way out over core_pattern is refused by the read-only mount, before there is anything to tell',
  words: sh('echo "|/tmp/x" > /proc/sys/kernel/core_pattern 2>/dev/null || true'),
  opens: [],
};
