import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'luajit',
  files: ['luajit', 'luajit-2*', 'libluajit*.so*'],
  rules: [{ package: 'luajit', cpe: 'luajit:luajit', mark: 'LuaJIT 2.', near: /LuaJIT (2\.\d+\.[\w.-]+)/ }],
};
