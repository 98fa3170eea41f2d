import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'libarchive',
  files: ['libarchive.so*'],
  rules: [{ package: 'libarchive', cpe: 'libarchive:libarchive', mark: 'libarchive ', near: /libarchive (\d+\.\d+\.\d+)/ }],
};
