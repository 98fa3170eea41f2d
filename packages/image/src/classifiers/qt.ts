import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'qt',
  files: ['libQt5Core.so*', 'libQt6Core.so*'],
  rules: [{ package: 'qtbase', cpe: 'qt:qtbase', mark: 'Qt ', near: /Qt (\d+\.\d+\.\d+) \(/ }],
};
