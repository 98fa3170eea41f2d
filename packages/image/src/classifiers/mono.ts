import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mono',
  files: ['mono', 'mono-sgen', 'libmonosgen*.so*'],
  rules: [{ package: 'mono', cpe: 'mono-project:mono', mark: 'mono_', text: /(\d+\.\d+\.\d+\.\d+)/ }],
};
