import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'istio',
  files: ['pilot-discovery', 'pilot-agent'],
  rules: [
    {
      package: 'istio',
      cpe: 'istio:istio',
      mark: 'version.buildVersion=',
      near: /version\.buildVersion=(\d+\.\d+\.\d+(?:-\w+(?:\.\d+)?)?)/,
    },
  ],
};
