import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nss',
  files: ['libnss3.so'],
  rules: [{ package: 'nss', cpe: 'mozilla:network_security_services', mark: 'Version: NSS ', near: /Version: NSS (\d+\.\d+(?:\.\d+)?)/ }],
};
