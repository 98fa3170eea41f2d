import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nsd',
  files: ['nsd'],
  rules: [{ package: 'nsd', cpe: 'nlnetlabs:nsd', mark: 'NSD ', near: /NSD (\d+\.\d+\.\d+)/ }],
};
