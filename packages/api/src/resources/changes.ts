import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';

/** A hint, not the change itself: what was asked before has to be asked again. */
export const Change = Type.Object({
  resource: Type.String({ description: 'Name of a resource: violations, workloads, clusters, …' }),
  cluster: Type.Optional(Type.String()),
});

export const resource = defineResource({
  name: 'changes',
  doc: 'Live updates',
  endpoints: {
    stream: {
      method: 'GET',
      path: '/api/v1/changes',
      summary: 'Server-sent events: a hint whenever something in scope changed, at most a few a second',
      permission: 'view',
      answer: Change,
      stream: true,
    },
  },
});
