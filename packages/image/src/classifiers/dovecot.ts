import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'dovecot',
  files: ['dovecot', 'libdovecot.so*'],
  rules: [
    { package: 'dovecot', cpe: 'dovecot:dovecot', mark: 'Dovecot v', near: /Dovecot v(\d+(?:\.\d+)+)/ },
    { package: 'dovecot', cpe: 'dovecot:dovecot', mark: ' is v', near: /Master is v%s, %s is v(\d+(?:\.\d+)+)/ },
  ],
};
