import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'Service', plural: 'services', status: ['loadBalancer'] });
