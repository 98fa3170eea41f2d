import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'uwsgi',
  files: ['uwsgi', 'uwsgi-core'],
  rules: [{ package: 'uwsgi', cpe: 'unbit:uwsgi', mark: 'uWSGI', text: /(2\.\d+\.\d+(?:\.\d+)?)(?:-\w+)?/ }],
};
