import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'keda.sh', versions: ['v1alpha1'], kind: 'ScaledObject', plural: 'scaledobjects', optional: true });
