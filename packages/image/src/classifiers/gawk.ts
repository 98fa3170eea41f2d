import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'gawk',
  files: ['gawk'],
  rules: [{ package: 'gawk', cpe: 'gnu:gawk', mark: 'GNU Awk ', near: /GNU Awk (\d+\.\d+\.\d+)/ }],
};
