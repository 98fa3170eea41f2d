import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'composer',
  files: ['composer', 'composer.phar', 'Composer/Composer.php'],
  rules: [
    {
      package: 'composer',
      cpe: 'getcomposer:composer',
      mark: "public const VERSION = '",
      near: /public const VERSION = '(\d+\.\d+\.\d+(?:-\w+)?)'/,
    },
  ],
};
