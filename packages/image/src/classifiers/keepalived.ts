import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'keepalived',
  files: ['keepalived'],
  rules: [{ package: 'keepalived', cpe: 'keepalived:keepalived', mark: 'Keepalived v', near: /Keepalived v(\d+\.\d+\.\d+)/ }],
};
