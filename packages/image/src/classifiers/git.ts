import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'git',
  files: ['git'],
  rules: [{ package: 'git', cpe: 'git-scm:git', mark: 'git/', near: /git\/(\d+\.\d+\.\d+)/ }],
};
