import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'syslog-ng',
  files: ['syslog-ng'],
  rules: [{ package: 'syslog-ng', cpe: 'oneidentity:syslog-ng', mark: 'syslog-ng ', near: /syslog-ng \d \((\d+\.\d+\.\d+)\)/ }],
};
