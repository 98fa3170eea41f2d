import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'openssl',
  files: ['openssl', 'libcrypto.so*', 'libssl.so*'],
  rules: [
    { package: 'aws-lc', cpe: 'amazon:aws-lc', mark: 'AWS-LC ', near: /AWS-LC (?:FIPS )?(\d+\.\d+\.\d+)/ },
    {
      package: 'openssl',
      cpe: 'openssl:openssl',
      mark: 'OpenSSL ',
      near: /OpenSSL (\d+\.\d+\.\d+[a-z]{0,2}(?:-\w+)?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
    },
  ],
};
