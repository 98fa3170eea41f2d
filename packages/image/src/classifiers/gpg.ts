import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'gpg',
  files: ['gpg', 'gpg2'],
  rules: [{ package: 'gnupg', cpe: 'gnupg:gnupg', mark: 'GnuPG', text: /(2\.\d+\.\d+)/ }],
};
