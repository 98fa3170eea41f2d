import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'lua',
  files: ['lua', 'lua5*', 'liblua*.so*'],
  rules: [{ package: 'lua', cpe: 'lua:lua', mark: 'Lua 5.', near: /Lua (5\.\d+\.\d+)/ }],
};
