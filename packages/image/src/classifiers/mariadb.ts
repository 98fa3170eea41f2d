import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mariadb',
  files: ['mariadbd', 'mariadb', 'mysqld', 'mysql'],
  rules: [{ package: 'mariadb', cpe: 'mariadb:mariadb', mark: '-MariaDB', near: /(\d+\.\d+\.\d+)-MariaDB/ }],
};
