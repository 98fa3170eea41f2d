import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'exim',
  files: ['exim', 'exim4'],
  rules: [{ package: 'exim', cpe: 'exim:exim', mark: 'Exim version %s', text: /(4\.\d{2,3}(?:\.\d+)?)/ }],
};
