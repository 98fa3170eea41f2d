import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'tarantool',
  files: ['tarantool'],
  rules: [{ package: 'tarantool', cpe: 'tarantool:tarantool', mark: 'tarantool', text: /(\d+\.\d+\.\d+)-\d+-g[0-9a-f]{7,12}/ }],
};
