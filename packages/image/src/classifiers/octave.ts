import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'octave',
  files: ['octave', 'octave-cli'],
  rules: [{ package: 'octave', cpe: 'gnu:octave', mark: '/octave/', near: /\/octave\/(\d+\.\d+\.\d+)/ }],
};
