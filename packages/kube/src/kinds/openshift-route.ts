import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'route.openshift.io', kind: 'Route', plural: 'routes', optional: true });
