import { defineKind } from '../kind.ts';

export const kind = defineKind({ kind: 'PodTemplate', plural: 'podtemplates' });
