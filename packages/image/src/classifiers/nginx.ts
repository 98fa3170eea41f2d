import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'nginx',
  files: ['nginx', 'openresty'],
  rules: [
    { package: 'openresty', cpe: 'openresty:openresty', mark: 'openresty/', near: /openresty\/(\d+(?:\.\d+){2,3})/ },
    { package: 'nginx', cpe: 'f5:nginx', mark: 'nginx version: nginx/', near: /nginx version: nginx\/(\d+\.\d+\.\d+)/ },
  ],
};
