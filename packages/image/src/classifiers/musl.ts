import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'musl',
  files: ['ld-musl-*.so.1', 'libc.musl-*.so.1'],
  rules: [{ package: 'musl', cpe: 'musl-libc:musl', mark: 'musl libc', text: /(1\.\d+\.\d+)/ }],
};
