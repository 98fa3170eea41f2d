import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'swi-prolog',
  files: ['swipl', 'libswipl.so*'],
  rules: [{ package: 'swi-prolog', cpe: 'swi-prolog:swi-prolog', mark: 'swipl-', near: /swipl-(\d+\.\d+\.\d+)/ }],
};
