import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'php',
  files: ['php*', 'libphp*.so*'],
  rules: [
    { package: 'php', cpe: 'php:php', mark: 'X-Powered-By: PHP/', near: /X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:RC|alpha|beta)\d+)?)/ },
  ],
};
