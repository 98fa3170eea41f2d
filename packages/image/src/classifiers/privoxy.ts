import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'privoxy',
  files: ['privoxy'],
  rules: [{ package: 'privoxy', cpe: 'privoxy:privoxy', mark: 'Privoxy version ', near: /Privoxy version (\d+\.\d+\.\d+)/ }],
};
