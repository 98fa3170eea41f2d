import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'gzip',
  files: ['gzip'],
  rules: [{ package: 'gzip', cpe: 'gnu:gzip', mark: 'uncompressed_name', text: /(1\.\d{1,2}(?:\.\d{1,2})?)/ }],
};
