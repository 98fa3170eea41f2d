import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'ingress-nginx',
  files: ['nginx-ingress-controller'],
  rules: [
    {
      package: 'ingress-nginx',
      cpe: 'kubernetes:ingress-nginx',
      mark: 'version.RELEASE=',
      near: /version\.RELEASE=v?(\d+\.\d+\.\d+(?:-\w+(?:\.\d+)?)?)/,
    },
  ],
};
