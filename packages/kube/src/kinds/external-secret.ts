import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'external-secrets.io',
  versions: ['v1', 'v1beta1'],
  kind: 'ExternalSecret',
  plural: 'externalsecrets',
  optional: true,
});
