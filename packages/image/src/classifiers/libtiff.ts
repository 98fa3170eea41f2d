import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'libtiff',
  files: ['libtiff.so*'],
  rules: [{ package: 'libtiff', cpe: 'libtiff:libtiff', mark: 'LIBTIFF, Version ', near: /LIBTIFF, Version (\d+\.\d+\.\d+)/ }],
};
