import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'scheduling.k8s.io', kind: 'PriorityClass', plural: 'priorityclasses', namespaced: false });
