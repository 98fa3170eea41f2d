import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'node.k8s.io', kind: 'RuntimeClass', plural: 'runtimeclasses', namespaced: false });
