import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'networking.k8s.io', kind: 'Ingress', plural: 'ingresses', status: ['loadBalancer'] });
