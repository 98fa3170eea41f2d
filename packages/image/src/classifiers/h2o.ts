import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'h2o',
  files: ['h2o'],
  rules: [{ package: 'h2o', cpe: 'dena:h2o', mark: 'h2o version ', near: /h2o version (\d+\.\d+\.\d+)/ }],
};
