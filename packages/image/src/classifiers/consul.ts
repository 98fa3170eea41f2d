import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'consul',
  files: ['consul'],
  rules: [
    { package: 'consul', cpe: 'hashicorp:consul', mark: 'CONSUL_VERSION: ', near: /CONSUL_VERSION: (\d+\.\d+\.\d+)/ },
    { package: 'consul', cpe: 'hashicorp:consul', mark: 'consul/version.', near: /consul\/version\.\w+=v?(\d+\.\d+\.\d+)/ },
  ],
};
