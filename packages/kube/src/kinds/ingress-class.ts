import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'networking.k8s.io', kind: 'IngressClass', plural: 'ingressclasses', namespaced: false });
