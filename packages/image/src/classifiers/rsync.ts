import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'rsync',
  files: ['rsync'],
  rules: [{ package: 'rsync', cpe: 'samba:rsync', mark: 'rsync', text: /(3\.\d+\.\d+)/ }],
};
