import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'networking.istio.io',
  versions: ['v1', 'v1beta1'],
  kind: 'VirtualService',
  plural: 'virtualservices',
  optional: true,
});
