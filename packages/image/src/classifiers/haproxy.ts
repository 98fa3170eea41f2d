import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'haproxy',
  files: ['haproxy'],
  rules: [
    { package: 'haproxy', cpe: 'haproxy:haproxy', mark: ', released ', near: /version (\d+\.\d+(?:\.\d+|-dev\d+))[^\s,]*, released \d{4}/ },
  ],
};
