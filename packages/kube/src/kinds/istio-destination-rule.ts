import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'networking.istio.io',
  versions: ['v1', 'v1beta1'],
  kind: 'DestinationRule',
  plural: 'destinationrules',
  optional: true,
});
