import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'getopt',
  files: ['getopt'],
  rules: [{ package: 'util-linux', cpe: 'kernel:util-linux', mark: 'util-linux ', near: /util-linux (\d+\.\d+(?:\.\d+)?)/ }],
};
