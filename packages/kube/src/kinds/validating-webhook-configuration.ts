import { defineKind } from '../kind.ts';
import { dropCertificates } from '../webhooks.ts';

export const kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  namespaced: false,
  reshape: dropCertificates,
});
