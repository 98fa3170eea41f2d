import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nghttp2',
  files: ['libnghttp2.so*'],
  rules: [{ package: 'nghttp2', cpe: 'nghttp2:nghttp2', mark: 'nghttp2', text: /(1\.\d+\.\d+)/ }],
};
