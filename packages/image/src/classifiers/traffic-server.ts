import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'traffic-server',
  files: ['traffic_server'],
  rules: [{ package: 'traffic-server', cpe: 'apache:traffic_server', mark: 'Traffic Server ', near: /Traffic Server (\d+\.\d+\.\d+)/ }],
};
