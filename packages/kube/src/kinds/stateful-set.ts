import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'apps', kind: 'StatefulSet', plural: 'statefulsets', status: ['replicas', 'readyReplicas'] });
