import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'bun',
  files: ['bun'],
  rules: [
    { package: 'bun', cpe: 'oven:bun', mark: 'Bun/', near: /Bun\/(\d+\.\d+\.\d+)/ },
    { package: 'bun', cpe: 'oven:bun', mark: 'bun install', text: /v(1\.\d+\.\d+)/ },
  ],
};
