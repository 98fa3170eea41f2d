import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'snmpd',
  files: ['libnetsnmp.so*'],
  rules: [{ package: 'net-snmp', cpe: 'net-snmp:net-snmp', mark: 'snmp', text: /(5\.\d+\.\d+(?:\.\d+)?)/ }],
};
