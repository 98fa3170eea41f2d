import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'wolfssl',
  files: ['libwolfssl.so*'],
  rules: [{ package: 'wolfssl', cpe: 'wolfssl:wolfssl', mark: 'wolfSSL ', near: /wolfSSL (\d+\.\d+\.\d+)/ }],
};
