import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'perl',
  files: ['perl', 'perl5*', 'libperl.so*'],
  rules: [{ package: 'perl', cpe: 'perl:perl', mark: '/perl', near: /\/perl5?\/(?:site_perl\/|vendor_perl\/)?(5\.\d{1,2}\.\d{1,2})/ }],
};
