import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.k8s.io',
  versions: ['v1alpha2'],
  kind: 'TCPRoute',
  plural: 'tcproutes',
  optional: true,
});
