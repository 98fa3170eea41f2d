import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'apps', kind: 'Deployment', plural: 'deployments', status: ['replicas', 'readyReplicas'] });
