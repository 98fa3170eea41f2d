import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mongodb',
  files: ['mongod', 'mongos'],
  rules: [
    { package: 'mongodb', cpe: 'mongodb:mongodb', mark: 'mongodb-mongo-', near: /mongodb-mongo-r?(\d+\.\d+\.\d+)/ },
    { package: 'mongodb', cpe: 'mongodb:mongodb', mark: '/src/third_party/', near: /mongo-v?(\d+\.\d+\.\d+)/ },
  ],
};
