import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'policy', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets' });
