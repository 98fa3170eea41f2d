import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the metadata service of a cloud is asked',
  words: sh('busybox timeout 1 wget -qO- http://169.254.169.254/latest/meta-data || true'),
  opens: ['metadata-contacted-by-tool'],
};
