import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'r',
  files: ['libR.so'],
  rules: [{ package: 'r', cpe: 'r_project:r', mark: 'R_HOME', text: /R-(\d+\.\d+\.\d+)/ }],
};
