import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'vault',
  files: ['vault'],
  rules: [
    {
      package: 'vault',
      cpe: 'hashicorp:vault',
      mark: 'vault/version.',
      near: /vault\/(?:sdk\/)?version\.(?:fullVersion|Version)=v?(\d+\.\d+\.\d+)/,
    },
    { package: 'vault', cpe: 'hashicorp:vault', mark: 'Vault v', near: /Vault v(\d+\.\d+\.\d+)/ },
  ],
};
