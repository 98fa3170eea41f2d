import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'ResourceQuota', plural: 'resourcequotas' });
