import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'coturn',
  files: ['turnserver'],
  rules: [{ package: 'coturn', cpe: 'coturn_project:coturn', mark: 'Coturn-', near: /Coturn-(\d+\.\d+\.\d+)/ }],
};
