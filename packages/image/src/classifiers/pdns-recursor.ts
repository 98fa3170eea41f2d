import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'pdns-recursor',
  files: ['pdns_recursor'],
  rules: [{ package: 'pdns-recursor', cpe: 'powerdns:recursor', mark: 'pdns-recursor ', near: /pdns-recursor (\d+\.\d+\.\d+)/ }],
};
