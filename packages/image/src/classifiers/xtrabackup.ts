import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'xtrabackup',
  files: ['xtrabackup'],
  rules: [
    {
      package: 'percona-xtrabackup',
      cpe: 'percona:xtrabackup',
      mark: 'percona-xtrabackup-',
      near: /percona-xtrabackup-(\d+\.\d+\.\d+(?:-\d+)?)/,
    },
  ],
};
