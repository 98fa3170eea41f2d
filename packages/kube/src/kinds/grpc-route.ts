import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1alpha2'],
  kind: 'GRPCRoute',
  plural: 'grpcroutes',
  optional: true,
});
