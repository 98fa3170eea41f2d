import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'deno',
  files: ['deno'],
  rules: [{ package: 'deno', cpe: 'deno:deno', mark: 'Deno/', near: /\+[0-9a-f]{7}Deno\/(\d+\.\d+\.\d+)/ }],
};
