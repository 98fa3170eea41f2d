import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'mosquitto',
  files: ['mosquitto'],
  rules: [{ package: 'mosquitto', cpe: 'eclipse:mosquitto', mark: 'mosquitto version %s', text: /(\d+\.\d+\.\d+)/ }],
};
