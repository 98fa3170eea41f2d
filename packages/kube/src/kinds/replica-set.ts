import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'apps', kind: 'ReplicaSet', plural: 'replicasets', status: ['replicas', 'readyReplicas'] });
