import { NodeFacts } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

/** Bytes of the facts of one node. */
const MAX_FACTS = 16 * 1024 * 1024;

export const resource = defineResource({
  name: 'nodeFacts',
  doc: 'What was seen on nodes below the workloads; runs of compliance judge it',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/node-facts',
      summary: 'Of which nodes there are facts, and from when',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id', sortable: true },
        node: { type: 'text', doc: 'Node', sortable: true },
        collectedAt: { type: 'time', doc: 'When they were collected', sortable: true },
      },
      answer: Page(
        Type.Object({
          cluster: Type.String(),
          node: Type.String(),
          distribution: Type.String(),
          collectedAt: Type.String(),
          receivedAt: Type.String(),
        }),
      ),
    },
    upload: {
      method: 'POST',
      path: '/api/v1/node-facts',
      summary: 'Store what breakwater node collect wrote on a node, instead of what was stored of it before',
      permission: 'administer',
      body: Type.Object({ cluster: Type.String({ description: 'Id or name' }), facts: NodeFacts }, strict),
      maxBytes: MAX_FACTS,
      answer: Type.Object({ cluster: Type.String(), node: Type.String(), collectedAt: Type.String() }),
      status: 201,
    },
  },
});
