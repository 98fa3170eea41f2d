import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'crd.projectcalico.org',
  kind: 'GlobalNetworkPolicy',
  plural: 'globalnetworkpolicies',
  namespaced: false,
  optional: true,
});
