import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'chrome',
  files: ['chrome', 'chromium'],
  rules: [{ package: 'chrome', cpe: 'google:chrome', mark: 'Google Chrome ', near: /Google Chrome (\d+(?:\.\d+){3})/ }],
};
