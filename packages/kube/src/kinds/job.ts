import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  status: ['active', 'succeeded', 'failed', 'completionTime'],
});
