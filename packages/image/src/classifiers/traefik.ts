import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'traefik',
  files: ['traefik'],
  rules: [{ package: 'traefik', cpe: 'traefik:traefik', mark: 'traefik/v', near: /version\.Version=v?(\d+\.\d+\.\d+(?:-\w+(?:\.\d+)?)?)/ }],
};
