import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'ghc',
  files: ['ghc', 'ghc-*', 'haddock'],
  rules: [{ package: 'ghc', cpe: 'haskell:ghc', mark: 'libHSghc-', near: /libHSghc-(\d+\.\d+\.\d+)/ }],
};
