import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'admissionregistration.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  namespaced: false,
  optional: true,
});
