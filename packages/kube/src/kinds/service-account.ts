import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'ServiceAccount', plural: 'serviceaccounts' });
