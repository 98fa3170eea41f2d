import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'LimitRange', plural: 'limitranges' });
