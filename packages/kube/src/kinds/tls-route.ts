import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1alpha3', 'v1alpha2'],
  kind: 'TLSRoute',
  plural: 'tlsroutes',
  optional: true,
});
