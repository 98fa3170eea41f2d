import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'tcl',
  files: ['tclsh*', 'libtcl8*.so*', 'libtcl9*.so*'],
  rules: [{ package: 'tcl', cpe: 'tcl:tcl', mark: 'tcl_patchLevel', text: /([89]\.\d+\.\d+)/ }],
};
