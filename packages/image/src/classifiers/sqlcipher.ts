import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'sqlcipher',
  files: ['sqlcipher', 'libsqlcipher.so*'],
  rules: [
    {
      package: 'sqlcipher',
      cpe: 'zetetic:sqlcipher',
      mark: 'cipher_version',
      text: /(\d+\.\d+\.\d+)(?: (?:community|commercial|enterprise))?/,
    },
  ],
};
