import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'batch', kind: 'CronJob', plural: 'cronjobs' });
