import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'stack',
  files: ['stack'],
  rules: [{ package: 'stack', cpe: 'haskell:stack', mark: '/stack-', near: /\/stack-(\d+\.\d+\.\d+)/ }],
};
