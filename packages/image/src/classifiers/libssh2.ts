import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'libssh2',
  files: ['libssh2.so*'],
  rules: [{ package: 'libssh2', cpe: 'libssh2:libssh2', mark: 'libssh2_', near: /libssh2_(\d+\.\d+\.\d+)/ }],
};
