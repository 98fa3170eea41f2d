import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'beanstalkd',
  files: ['beanstalkd'],
  rules: [{ package: 'beanstalkd', cpe: 'beanstalkd_project:beanstalkd', mark: 'beanstalkd %s', text: /(1\.\d+)/ }],
};
