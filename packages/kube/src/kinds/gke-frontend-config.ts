import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'networking.gke.io',
  versions: ['v1beta1'],
  kind: 'FrontendConfig',
  plural: 'frontendconfigs',
  optional: true,
});
