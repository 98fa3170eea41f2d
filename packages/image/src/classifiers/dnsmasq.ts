import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'dnsmasq',
  files: ['dnsmasq'],
  rules: [{ package: 'dnsmasq', cpe: 'thekelleys:dnsmasq', mark: 'dnsmasq-', near: /dnsmasq-(\d+\.\d+)/ }],
};
