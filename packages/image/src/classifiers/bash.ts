import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'bash',
  files: ['bash'],
  rules: [{ package: 'bash', cpe: 'gnu:bash', mark: '@(#)Bash version ', near: /@\(#\)Bash version (\d+\.\d+\.\d+)\(/ }],
};
