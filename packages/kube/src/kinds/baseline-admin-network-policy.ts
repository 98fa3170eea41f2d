import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.networking.k8s.io',
  versions: ['v1alpha1'],
  kind: 'BaselineAdminNetworkPolicy',
  plural: 'baselineadminnetworkpolicies',
  namespaced: false,
  optional: true,
});
