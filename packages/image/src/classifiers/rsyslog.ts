import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'rsyslog',
  files: ['rsyslogd'],
  rules: [{ package: 'rsyslog', cpe: 'rsyslog:rsyslog', mark: 'rsyslogd  ', near: /rsyslogd {2}(8\.\d+\.\d+)/ }],
};
