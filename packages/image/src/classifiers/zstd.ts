import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'zstd',
  files: ['zstd'],
  rules: [{ package: 'zstd', cpe: 'facebook:zstandard', mark: 'Zstandard CLI', text: /v(1\.\d+\.\d+)/ }],
};
