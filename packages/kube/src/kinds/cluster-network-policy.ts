import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.networking.k8s.io',
  versions: ['v1alpha2'],
  kind: 'ClusterNetworkPolicy',
  plural: 'clusternetworkpolicies',
  namespaced: false,
  optional: true,
});
