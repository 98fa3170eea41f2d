import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  namespaced: false,
  optional: true,
});
