import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'rust',
  files: ['rustc', 'libstd-*.so', 'libstd-*.dylib', 'librustc_driver-*.so'],
  rules: [
    { package: 'rust', cpe: 'rust-lang:rust', mark: 'rustc version ', near: /rustc version (\d+\.\d+\.\d+)/ },
    { package: 'rust', cpe: 'rust-lang:rust', mark: '/rustc-', near: /\/rustc-(\d+\.\d+\.\d+)/ },
  ],
};
