import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'gcc',
  files: ['gcc', 'gcc-*', '*-gcc-*', 'g++', '*-g++-*', 'cpp', '*-cpp-*'],
  rules: [{ package: 'gcc', cpe: 'gnu:gcc', mark: 'gcc version %s', text: /(\d+\.\d+\.\d+)/ }],
};
