import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'bind',
  files: ['named', 'dig', 'libisc-9*.so', 'libdns-9*.so'],
  rules: [{ package: 'bind', cpe: 'isc:bind', mark: 'libisc-', near: /libisc-(9\.\d+\.\d+)/ }],
};
