import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'a library is loaded into every program',
  words: sh('echo /tmp/evil.so > /etc/ld.so.preload; rm -f /etc/ld.so.preload'),
  opens: ['loader-file-changed'],
};
