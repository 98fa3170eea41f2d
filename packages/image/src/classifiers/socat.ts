import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'socat',
  files: ['socat', 'socat1'],
  rules: [{ package: 'socat', cpe: 'dest-unreach:socat', mark: 'socat version %s', text: /(\d+\.\d+(?:\.\d+)+)/ }],
};
