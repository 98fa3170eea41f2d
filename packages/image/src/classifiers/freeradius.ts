import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'freeradius',
  files: ['freeradius', 'radiusd'],
  rules: [{ package: 'freeradius', cpe: 'freeradius:freeradius', mark: 'FreeRADIUS Version ', near: /FreeRADIUS Version (\d+\.\d+\.\d+)/ }],
};
