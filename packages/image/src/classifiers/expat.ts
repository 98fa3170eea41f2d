import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'expat',
  files: ['libexpat.so*'],
  rules: [{ package: 'expat', cpe: 'libexpat_project:libexpat', mark: 'expat_', near: /expat_(\d+\.\d+\.\d+)/ }],
};
