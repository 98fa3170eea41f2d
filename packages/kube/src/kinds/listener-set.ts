import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'gateway.networking.k8s.io',
  versions: ['v1'],
  kind: 'ListenerSet',
  plural: 'listenersets',
  optional: true,
});
