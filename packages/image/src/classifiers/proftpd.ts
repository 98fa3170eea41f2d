import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'proftpd',
  files: ['proftpd'],
  rules: [{ package: 'proftpd', cpe: 'proftpd:proftpd', mark: 'ProFTPD Version ', near: /ProFTPD Version (\d+\.\d+\.\d+\w*)/ }],
};
