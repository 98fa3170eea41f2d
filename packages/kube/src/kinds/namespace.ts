import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'Namespace', plural: 'namespaces', namespaced: false, status: ['phase'] });
