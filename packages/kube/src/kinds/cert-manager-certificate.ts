import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'cert-manager.io', kind: 'Certificate', plural: 'certificates', optional: true });
