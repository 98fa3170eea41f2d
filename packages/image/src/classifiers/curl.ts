import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'curl',
  files: ['curl', 'libcurl*.so*'],
  rules: [{ package: 'curl', cpe: 'haxx:curl', mark: 'curl/', near: /curl\/(\d+\.\d+\.\d+)/ }],
};
