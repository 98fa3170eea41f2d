import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'erlang',
  files: ['beam.smp', 'liberts_internal.a', 'erlexec'],
  rules: [
    { package: 'erlang', cpe: 'erlang:erlang%2Fotp', mark: 'otp_src_', near: /otp_src_(\d+(?:\.\d+)+)/ },
    { package: 'erlang', cpe: 'erlang:erlang%2Fotp', mark: '/erlang-', near: /\/erlang-(\d+(?:\.\d+)+)/ },
  ],
};
