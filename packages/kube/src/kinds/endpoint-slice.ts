import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'discovery.k8s.io', kind: 'EndpointSlice', plural: 'endpointslices' });
