import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'zabbix-agent',
  files: ['zabbix_agentd', 'zabbix_agent2', 'zabbix_server'],
  rules: [{ package: 'zabbix', cpe: 'zabbix:zabbix', mark: 'Zabbix ', near: /Zabbix (\d+\.\d+\.\d+)/ }],
};
