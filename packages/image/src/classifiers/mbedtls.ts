import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mbedtls',
  files: ['libmbedcrypto.so*', 'libmbedtls.so*'],
  rules: [{ package: 'mbedtls', cpe: 'arm:mbed_tls', mark: 'mbed TLS ', near: /[Mm]bed TLS (\d+\.\d+\.\d+)/ }],
};
