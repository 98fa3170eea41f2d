import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'cabal',
  files: ['cabal'],
  rules: [{ package: 'cabal-install', mark: 'cabal-install-', near: /cabal-install-(\d+(?:\.\d+){2,3})/ }],
};
