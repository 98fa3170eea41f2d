import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'collectd',
  files: ['collectd'],
  rules: [{ package: 'collectd', cpe: 'collectd:collectd', mark: 'collectd ', near: /collectd (\d+\.\d+\.\d+)/ }],
};
