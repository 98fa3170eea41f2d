import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'memcached',
  files: ['memcached'],
  rules: [{ package: 'memcached', cpe: 'memcached:memcached', mark: 'memcached ', near: /memcached (\d+\.\d+\.\d+)/ }],
};
