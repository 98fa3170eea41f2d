import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'knot',
  files: ['knotd'],
  rules: [{ package: 'knot-dns', cpe: 'nic:knot_dns', mark: 'Knot DNS ', near: /Knot DNS (\d+\.\d+\.\d+)/ }],
};
