import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'ReplicationController', plural: 'replicationcontrollers', status: ['replicas', 'readyReplicas'] });
