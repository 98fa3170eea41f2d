/** Examples whose verdict on a request differs from the one on a file, and why that is right. */
export const WEBHOOK_DEVIATIONS: Readonly<Record<string, string>> = {
  'cron-job-concurrency-not-set: unset': 'the API server fills in concurrencyPolicy',
  'host-port: containerPort alone, also with hostNetwork': 'the API server fills in hostPort of pods in the network of the node',
  'keys-not-sorted: sorted': 'the API server writes objects in an order of its own',
  'network-policy-without-selector: absent': 'the API server fills in the empty selector',
  'schema-invalid: misplaced': 'the API server drops fields that it does not know',
  'schema-invalid: misspelt': 'the API server drops fields that it does not know',
  'service-account-field-deprecated: alone': 'the API server fills in serviceAccountName',
  'service-account-field-deprecated: another one': 'the API server makes both fields the same',
  'volume-type-not-restricted: a type that nobody knows': 'the API server drops fields that it does not know',
};
