import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'cilium.io',
  versions: ['v2'],
  kind: 'CiliumClusterwideNetworkPolicy',
  plural: 'ciliumclusterwidenetworkpolicies',
  namespaced: false,
  optional: true,
});
