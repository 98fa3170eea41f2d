import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'autoscaling.k8s.io',
  kind: 'VerticalPodAutoscaler',
  plural: 'verticalpodautoscalers',
  optional: true,
});
