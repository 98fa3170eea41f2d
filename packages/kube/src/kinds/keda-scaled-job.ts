import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'keda.sh', versions: ['v1alpha1'], kind: 'ScaledJob', plural: 'scaledjobs', optional: true });
