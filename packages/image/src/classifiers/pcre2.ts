import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'pcre2',
  files: ['libpcre2-*.so*'],
  rules: [{ package: 'pcre2', cpe: 'pcre:pcre2', mark: 'pcre2_', text: /(10\.\d{2}) \d{4}-\d{2}-\d{2}/ }],
};
