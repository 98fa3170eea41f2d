import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'unbound',
  files: ['unbound'],
  rules: [{ package: 'unbound', cpe: 'nlnetlabs:unbound', mark: 'unbound ', near: /unbound (\d+\.\d+\.\d+)/ }],
};
