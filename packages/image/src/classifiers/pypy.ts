import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'pypy',
  files: ['pypy*', 'libpypy*.so*'],
  rules: [{ package: 'pypy', cpe: 'pypy:pypy', mark: '[PyPy ', near: /\[PyPy (\d+\.\d+\.\d+)/ }],
};
