import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'config.kio.kasten.io',
  versions: ['v1alpha1'],
  kind: 'Policy',
  plural: 'policies',
  optional: true,
});
