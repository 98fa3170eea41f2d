import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'imagemagick',
  files: ['magick', 'convert', 'libMagickCore*.so*'],
  rules: [{ package: 'imagemagick', cpe: 'imagemagick:imagemagick', mark: 'ImageMagick-', near: /ImageMagick-(\d+\.\d+\.\d+)/ }],
};
