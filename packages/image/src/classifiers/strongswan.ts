import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'strongswan',
  files: ['charon', 'charon-systemd'],
  rules: [{ package: 'strongswan', cpe: 'strongswan:strongswan', mark: '(strongSwan ', near: /\(strongSwan (\d+\.\d+\.\d+)/ }],
};
