import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'stunnel',
  files: ['stunnel', 'stunnel4'],
  rules: [{ package: 'stunnel', cpe: 'stunnel:stunnel', mark: 'stunnel ', near: /stunnel (\d+\.\d+) on / }],
};
