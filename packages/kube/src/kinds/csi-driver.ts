import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'storage.k8s.io', kind: 'CSIDriver', plural: 'csidrivers', namespaced: false });
