import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mysql-cluster',
  files: ['ndbd', 'ndbmtd', 'ndb_mgmd'],
  rules: [{ package: 'mysql-cluster', cpe: 'oracle:mysql_cluster', mark: 'mysql-cluster-gpl-', near: /mysql-cluster-gpl-(\d+\.\d+\.\d+)/ }],
};
