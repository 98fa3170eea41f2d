import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'vsftpd',
  files: ['vsftpd'],
  rules: [{ package: 'vsftpd', cpe: 'vsftpd_project:vsftpd', mark: 'vsFTPd ', near: /\(vsFTPd (\d+\.\d+\.\d+)\)/ }],
};
