import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'networking.k8s.io', kind: 'NetworkPolicy', plural: 'networkpolicies' });
