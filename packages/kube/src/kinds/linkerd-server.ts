import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.linkerd.io',
  versions: ['v1beta3', 'v1beta2', 'v1beta1'],
  kind: 'Server',
  plural: 'servers',
  optional: true,
});
