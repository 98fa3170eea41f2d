import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the way out over release_agent is tried',
  words: sh('echo x > /sys/fs/cgroup/release_agent 2>/dev/null || true'),
  opens: ['escape-file-written'],
};
