import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'xz',
  files: ['xz', 'liblzma.so*'],
  rules: [
    { package: 'xz', cpe: 'tukaani:xz', mark: 'xz (XZ Utils) ', near: /xz \(XZ Utils\) (\d+\.\d+\.\d+)/ },
    { package: 'xz', cpe: 'tukaani:xz', mark: 'lzma_', text: /(5\.\d+\.\d+)/ },
  ],
};
