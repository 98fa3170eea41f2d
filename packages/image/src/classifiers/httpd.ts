import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'httpd',
  files: ['httpd', 'apache2'],
  rules: [{ package: 'httpd', cpe: 'apache:http_server', mark: 'Apache/', near: /Apache\/(\d+\.\d+\.\d+)/ }],
};
