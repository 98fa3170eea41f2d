import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'node',
  files: ['node', 'nodejs', 'libnode.so*'],
  rules: [{ package: 'node', cpe: 'nodejs:node.js', mark: 'node.js/v', near: /node\.js\/v(\d+\.\d+\.\d+)/ }],
};
