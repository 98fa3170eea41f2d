import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', status: ['phase'] });
