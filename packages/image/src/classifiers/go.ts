import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'go',
  files: ['go'],
  rules: [
    { package: 'go', cpe: 'golang:go', mark: 'GOROOT', text: /go(1\.\d{1,2}(?:\.\d{1,2})?(?:(?:beta|rc)\d)?)/ },
    { package: 'go', cpe: 'golang:go', mark: '\xff Go buildinf:', near: /go(1\.\d{1,2}(?:\.\d{1,2})?(?:(?:beta|rc)\d)?)/ },
  ],
};
