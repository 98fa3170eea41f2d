import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'ghostscript',
  files: ['libgs.so*', 'gs'],
  rules: [{ package: 'ghostscript', cpe: 'artifex:ghostscript', mark: '/ghostscript/', near: /\/ghostscript\/(\d+\.\d+(?:\.\d+)?)\// }],
};
