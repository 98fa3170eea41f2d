import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'pgbouncer',
  files: ['pgbouncer'],
  rules: [{ package: 'pgbouncer', cpe: 'pgbouncer:pgbouncer', mark: 'PgBouncer ', near: /PgBouncer (\d+\.\d+\.\d+)/ }],
};
