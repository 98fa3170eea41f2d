import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'busybox',
  files: ['busybox'],
  rules: [{ package: 'busybox', cpe: 'busybox:busybox', mark: 'BusyBox v', near: /BusyBox v(\d+\.\d+(?:\.\d+)?)/ }],
};
