import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'zlib',
  files: ['libz.so*'],
  rules: [{ package: 'zlib', cpe: 'zlib:zlib', mark: ' deflate ', near: / deflate (1\.\d+(?:\.\d+)+) Copyright/ }],
};
