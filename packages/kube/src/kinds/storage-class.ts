import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'storage.k8s.io', kind: 'StorageClass', plural: 'storageclasses', namespaced: false });
