import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'lighttpd',
  files: ['lighttpd'],
  rules: [{ package: 'lighttpd', cpe: 'lighttpd:lighttpd', mark: 'lighttpd/', near: /lighttpd\/(\d+\.\d+\.\d+)/ }],
};
