import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.linkerd.io',
  versions: ['v1beta1'],
  kind: 'ServerAuthorization',
  plural: 'serverauthorizations',
  optional: true,
});
