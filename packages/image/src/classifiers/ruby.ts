import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'ruby',
  files: ['ruby', 'ruby2*', 'ruby3*', 'ruby4*', 'libruby*.so*'],
  rules: [{ package: 'ruby', cpe: 'ruby-lang:ruby', mark: ' revision ', near: /ruby (\d+\.\d+\.\d+)(?:p\d+)? \(\d{4}-\d{2}-\d{2}/ }],
};
