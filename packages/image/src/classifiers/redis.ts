import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'redis',
  files: ['redis-server', 'redis-check-rdb', 'redis-check-aof'],
  rules: [{ package: 'redis', cpe: 'redis:redis', mark: 'redis_version:%s', text: /(\d{1,2}\.\d{1,2}\.\d{1,2})/ }],
};
