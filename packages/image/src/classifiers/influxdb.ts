import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'influxdb',
  files: ['influxd'],
  rules: [{ package: 'influxdb', cpe: 'influxdata:influxdb', mark: '-X main.version=', near: /-X main\.version=v?(\d+\.\d+\.\d+)/ }],
};
