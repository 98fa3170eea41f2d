import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.networking.k8s.io',
  versions: ['v1alpha1'],
  kind: 'AdminNetworkPolicy',
  plural: 'adminnetworkpolicies',
  namespaced: false,
  optional: true,
});
