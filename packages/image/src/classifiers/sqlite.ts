import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'sqlite',
  files: ['sqlite3', 'libsqlite3.so*'],
  rules: [{ package: 'sqlite', cpe: 'sqlite:sqlite', mark: 'sqlite_version', text: /(3\.\d{1,2}\.\d{1,2}(?:\.\d)?)/ }],
};
