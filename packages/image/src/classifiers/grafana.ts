import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'grafana',
  files: ['grafana', 'grafana-server'],
  rules: [{ package: 'grafana', cpe: 'grafana:grafana', mark: '-X main.version=', near: /-X main\.version=(\d+\.\d+\.\d+)/ }],
};
