import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'gnutls',
  files: ['libgnutls.so*', 'gnutls-cli'],
  rules: [{ package: 'gnutls', cpe: 'gnu:gnutls', mark: 'Enabled GnuTLS ', near: /Enabled GnuTLS (\d+\.\d+\.\d+)/ }],
};
