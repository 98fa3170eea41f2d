import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'firefox',
  files: ['firefox', 'firefox-esr'],
  rules: [{ package: 'firefox', cpe: 'mozilla:firefox', mark: 'Firefox/', near: /Firefox\/(\d+\.\d+(?:\.\d+)?)/ }],
};
