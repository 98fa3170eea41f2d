import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'zsh',
  files: ['zsh', 'zsh5'],
  rules: [{ package: 'zsh', cpe: 'zsh:zsh', mark: '/zsh/', near: /\/zsh\/(\d+\.\d+(?:\.\d+)?)/ }],
};
