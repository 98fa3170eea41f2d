import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'envoy',
  files: ['envoy'],
  rules: [
    { package: 'envoy', cpe: 'envoyproxy:envoy', mark: '/RELEASE/BoringSSL', near: /\/(\d+\.\d+\.\d+(?:-dev)?)\/\w+\/RELEASE\/BoringSSL/ },
  ],
};
