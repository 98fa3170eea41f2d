import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'icecast',
  files: ['icecast', 'icecast2'],
  rules: [{ package: 'icecast', cpe: 'xiph:icecast', mark: 'Icecast ', near: /Icecast (\d+\.\d+\.\d+)/ }],
};
