import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'agents.x-k8s.io',
  versions: ['v1beta1', 'v1alpha1'],
  kind: 'Sandbox',
  plural: 'sandboxes',
  optional: true,
});
