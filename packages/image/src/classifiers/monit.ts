import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'monit',
  files: ['monit'],
  rules: [{ package: 'monit', cpe: 'mmonit:monit', mark: '/monit/', near: />monit (\d+\.\d+\.\d+)</ }],
};
