import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'sudo',
  files: ['sudo'],
  rules: [{ package: 'sudo', cpe: 'sudo_project:sudo', mark: 'Sudo version %s', text: /(1\.\d+\.\d+(?:p\d+)?)/ }],
};
