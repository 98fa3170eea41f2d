import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'argoproj.io',
  versions: ['v1alpha1'],
  kind: 'Rollout',
  plural: 'rollouts',
  optional: true,
  status: ['replicas', 'readyReplicas'],
});
