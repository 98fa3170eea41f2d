import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'arangodb',
  files: ['arangosh', 'arangod'],
  rules: [
    { package: 'arangodb', cpe: 'arangodb:arangodb', mark: 'arangodb_', near: /ArangoDB (\d+\.\d+\.\d+(?:-\d+)?)/ },
    { package: 'arangodb', cpe: 'arangodb:arangodb', mark: 'ArangoDB ', near: /ArangoDB (\d+\.\d+\.\d+(?:-\d+)?)/ },
  ],
};
