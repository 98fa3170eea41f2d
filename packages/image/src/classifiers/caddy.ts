import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'caddy',
  files: ['caddy'],
  rules: [
    {
      package: 'caddy',
      cpe: 'caddyserver:caddy',
      mark: 'github.com/caddyserver/caddy/v2',
      near: /github\.com\/caddyserver\/caddy\/v2\nv(\d+\.\d+\.\d+)/,
    },
    { package: 'caddy', cpe: 'caddyserver:caddy', mark: '.CustomVersion=', near: /\.CustomVersion=v?(\d+\.\d+\.\d+)/ },
  ],
};
