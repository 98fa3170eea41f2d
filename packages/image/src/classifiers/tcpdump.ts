import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'tcpdump',
  files: ['tcpdump'],
  rules: [{ package: 'tcpdump', cpe: 'tcpdump:tcpdump', mark: '%s version ', near: /%s version (\d+\.\d+\.\d+)/ }],
};
