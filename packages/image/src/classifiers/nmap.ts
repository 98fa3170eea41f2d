import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nmap',
  files: ['nmap'],
  rules: [{ package: 'nmap', cpe: 'nmap:nmap', mark: 'nmap', text: /(7\.\d{2})/ }],
};
