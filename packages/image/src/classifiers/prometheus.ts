import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'prometheus',
  files: ['prometheus', 'promtool', 'alertmanager', 'node_exporter'],
  rules: [
    {
      package: 'prometheus',
      cpe: 'prometheus:prometheus',
      mark: 'prometheus/common/version.Version=',
      near: /prometheus\/common\/version\.Version=(\d+\.\d+\.\d+)/,
    },
  ],
};
