import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'varnish',
  files: ['varnishd'],
  rules: [{ package: 'varnish', cpe: 'varnish-cache:varnish_cache', mark: 'varnish-', near: /varnish-(\d+\.\d+\.\d+) revision/ }],
};
