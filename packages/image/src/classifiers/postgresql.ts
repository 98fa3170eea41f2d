import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'postgresql',
  files: ['postgres', 'psql', 'pg_dump'],
  rules: [
    { package: 'postgresql', cpe: 'postgresql:postgresql', mark: '(PostgreSQL) ', near: /\(PostgreSQL\) (\d+(?:\.\d+)+|\d+(?:beta|rc)\d)/ },
  ],
};
