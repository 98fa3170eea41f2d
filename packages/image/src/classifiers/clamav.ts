import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'clamav',
  files: ['clamd', 'clamscan', 'libclamav.so*'],
  rules: [{ package: 'clamav', cpe: 'clamav:clamav', mark: 'ClamAV', text: /(\d\.\d+\.\d+)/ }],
};
