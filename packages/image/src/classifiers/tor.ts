import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'tor',
  files: ['tor'],
  rules: [{ package: 'tor', cpe: 'torproject:tor', mark: 'on Tor ', near: /on Tor (\d+\.\d+\.\d+\.\d+)/ }],
};
