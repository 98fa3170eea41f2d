import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'dart',
  files: ['dart'],
  rules: [
    {
      package: 'dart',
      cpe: 'dart:dart_software_development_kit',
      mark: 'on "linux_',
      near: /(\d+\.\d+\.\d+(?:-[\w.]+)?) \((?:stable|beta|dev)\)/,
    },
  ],
};
