import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'admissionregistration.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  namespaced: false,
  optional: true,
});
