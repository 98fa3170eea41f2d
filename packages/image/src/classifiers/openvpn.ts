import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'openvpn',
  files: ['openvpn'],
  rules: [{ package: 'openvpn', cpe: 'openvpn:openvpn', mark: 'OpenVPN ', near: /OpenVPN (\d+\.\d+\.\d+) [\w.-]+ \[SSL/ }],
};
