import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mysql',
  files: ['mysqld', 'mysql'],
  rules: [
    {
      package: 'percona-xtradb-cluster',
      cpe: 'percona:xtradb_cluster',
      mark: 'percona-xtradb-cluster-',
      near: /percona-xtradb-cluster-(?:\w+-)?(\d+\.\d+\.\d+)/,
    },
    { package: 'percona-server', cpe: 'percona:percona_server', mark: 'percona-server-', near: /percona-server-(\d+\.\d+\.\d+(?:-\d+)?)/ },
    { package: 'mysql-cluster', cpe: 'oracle:mysql_cluster', mark: 'mysql-cluster-gpl-', near: /mysql-cluster-gpl-(\d+\.\d+\.\d+)/ },
    { package: 'mysql', cpe: 'oracle:mysql', mark: '/mysql-', near: /\/mysql-(\d+\.\d+\.\d+)/ },
  ],
};
