import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'jq',
  files: ['jq'],
  rules: [
    { package: 'jq', cpe: 'jqlang:jq', mark: 'jq-', near: /jq-(\d+\.\d+(?:\.\d+)?)/ },
    { package: 'jq', cpe: 'jqlang:jq', mark: 'jq-%s', text: /(1\.\d(?:\.\d)?)/ },
  ],
};
