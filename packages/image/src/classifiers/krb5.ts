import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'krb5',
  files: ['libkrb5.so*'],
  rules: [
    { package: 'krb5', cpe: 'mit:kerberos_5', mark: 'KRB5_BRAND: krb5-', near: /KRB5_BRAND: krb5-(\d+\.\d+(?:\.\d+)?)/ },
    { package: 'heimdal', cpe: 'heimdal_project:heimdal', mark: 'Version: Heimdal ', near: /Version: Heimdal (\d+\.\d+(?:\.\d+)?)/ },
  ],
};
