import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'helm',
  files: ['helm'],
  rules: [{ package: 'helm', cpe: 'helm:helm', mark: 'internal/version.version=v', near: /internal\/version\.version=v(\d+\.\d+\.\d+)/ }],
};
