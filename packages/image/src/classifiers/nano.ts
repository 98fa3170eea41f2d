import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nano',
  files: ['nano'],
  rules: [{ package: 'nano', cpe: 'gnu:nano', mark: 'GNU nano ', near: /GNU nano (\d+\.\d+(?:\.\d+)?)/ }],
};
