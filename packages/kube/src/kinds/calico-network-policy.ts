import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'crd.projectcalico.org', kind: 'NetworkPolicy', plural: 'networkpolicies', optional: true });
