import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'glibc',
  files: ['libc.so.6'],
  rules: [{ package: 'glibc', cpe: 'gnu:glibc', mark: 'GNU C Library ', near: /GNU C Library .{0,60}version (\d+\.\d+)/ }],
};
