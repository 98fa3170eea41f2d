import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'openldap',
  files: ['ldapsearch', 'slapd'],
  rules: [{ package: 'openldap', cpe: 'openldap:openldap', mark: '$OpenLDAP: ', near: /\$OpenLDAP: \w+ (\d+\.\d+\.\d+)/ }],
};
