import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'cups',
  files: ['cupsd'],
  rules: [{ package: 'cups', cpe: 'openprinting:cups', mark: 'CUPS v', near: /CUPS v(\d+\.\d+\.\d+)/ }],
};
