import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'libpng',
  files: ['libpng*.so*'],
  rules: [{ package: 'libpng', cpe: 'libpng:libpng', mark: 'libpng version ', near: /libpng version (\d+\.\d+\.\d+)/ }],
};
