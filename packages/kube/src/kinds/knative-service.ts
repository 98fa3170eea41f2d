import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'serving.knative.dev', kind: 'Service', plural: 'services', optional: true });
