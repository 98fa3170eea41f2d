import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'python',
  files: ['python', 'python2*', 'python3*', 'libpython*.so*'],
  rules: [{ package: 'python', cpe: 'python:python', mark: 'PYTHONHASHSEED', text: /([23]\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?)\+?/ }],
};
