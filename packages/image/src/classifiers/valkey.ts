import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'valkey',
  files: ['valkey-server', 'valkey-check-rdb'],
  rules: [{ package: 'valkey', cpe: 'lfprojects:valkey', mark: 'valkey_version:%s', text: /(\d{1,2}\.\d{1,2}\.\d{1,2})/ }],
};
