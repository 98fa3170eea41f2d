import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.x-k8s.io',
  versions: ['v1alpha1'],
  kind: 'XListenerSet',
  plural: 'xlistenersets',
  optional: true,
});
