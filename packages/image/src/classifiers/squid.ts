import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'squid',
  files: ['squid'],
  rules: [{ package: 'squid', cpe: 'squid-cache:squid', mark: 'squid/', near: /squid\/(\d+\.\d+(?:\.\d+)*)/ }],
};
