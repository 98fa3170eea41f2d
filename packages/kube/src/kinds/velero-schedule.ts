import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'velero.io', kind: 'Schedule', plural: 'schedules', optional: true });
