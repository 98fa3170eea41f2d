import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'postfix',
  files: ['postconf', 'postfix/sbin/master', 'postfix/master'],
  rules: [{ package: 'postfix', cpe: 'postfix:postfix', mark: 'mail_version=', near: /mail_version=(\d+\.\d+\.\d+)/ }],
};
