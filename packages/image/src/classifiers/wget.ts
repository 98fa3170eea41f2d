import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'wget',
  files: ['wget'],
  rules: [{ package: 'wget', cpe: 'gnu:wget', mark: 'GNU Wget %s', text: /(1\.\d{1,2}(?:\.\d)?)/ }],
};
