import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'fluent-bit',
  files: ['fluent-bit'],
  rules: [
    { package: 'fluent-bit', cpe: 'treasuredata:fluent_bit', mark: 'Fluent Bit v', near: /Fluent Bit v(\d+\.\d+\.\d+)/ },
    { package: 'fluent-bit', cpe: 'treasuredata:fluent_bit', mark: 'Fluent Bit', text: /v?([1-5]\.\d+\.\d+)/ },
  ],
};
