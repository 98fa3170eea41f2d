import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'julia',
  files: ['libjulia-internal.so*', 'libjulia.so*'],
  rules: [{ package: 'julia', cpe: 'julialang:julia', mark: 'JULIA_', text: /(1\.\d{1,2}\.\d{1,2}(?:-(?:rc|beta|alpha)\d)?)/ }],
};
