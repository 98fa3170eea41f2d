import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'wp-cli',
  files: ['wp', 'wp-cli.phar'],
  rules: [
    {
      package: 'wp-cli',
      cpe: 'wp-cli:wp-cli',
      mark: "wp-cli/wp-cli'",
      near: /wp-cli\/wp-cli' => array\(\s*'pretty_version' => 'v?(\d+\.\d+\.\d+)/,
    },
  ],
};
