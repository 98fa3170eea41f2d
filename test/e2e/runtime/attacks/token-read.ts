import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the token of the service account is read by a shell’s tool',
  words: sh('cat /var/run/secrets/kubernetes.io/serviceaccount/token >/dev/null'),
  opens: ['token-read'],
};
