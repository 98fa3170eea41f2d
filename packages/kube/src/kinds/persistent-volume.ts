import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'PersistentVolume', plural: 'persistentvolumes', namespaced: false, status: ['phase'] });
