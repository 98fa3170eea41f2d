import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'beats',
  files: ['filebeat', 'metricbeat', 'heartbeat', 'packetbeat', 'auditbeat', 'elastic-agent'],
  rules: [
    { package: 'beats', cpe: 'elastic:beats', mark: 'beats/v7/version.', near: /version\.\w+=v?(\d+\.\d+\.\d+)/ },
    { package: 'beats', cpe: 'elastic:beats', mark: 'libbeat/version.', near: /version\.\w+=v?(\d+\.\d+\.\d+)/ },
  ],
};
