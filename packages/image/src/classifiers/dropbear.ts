import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'dropbear',
  files: ['dropbear', 'dropbearmulti', 'dbclient'],
  rules: [{ package: 'dropbear', cpe: 'dropbear_ssh_project:dropbear_ssh', mark: 'dropbear_', near: /dropbear_(20\d\d\.\d+)/ }],
};
