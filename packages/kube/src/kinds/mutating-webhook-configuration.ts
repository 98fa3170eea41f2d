import { defineKind } from '../kind.ts';
import { dropCertificates } from '../webhooks.ts';

export const kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  namespaced: false,
  reshape: dropCertificates,
});
