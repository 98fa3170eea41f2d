import { Problem } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';

const Capability = Type.Object({
  name: Type.String({ description: 'What it can see or do' }),
  missing: Type.Optional(Type.String({ description: 'Why it cannot; absent where it can' })),
});

const Agent = Type.Object({
  cluster: Type.String(),
  clusterName: Type.String(),
  node: Type.String(),
  version: Type.String(),
  since: Type.String({ description: 'Its start' }),
  heardAt: Type.String(),
  silent: Type.Boolean({ description: 'Whether nothing was heard of it for more than a minute' }),
  capabilities: Type.Array(Capability),
  problems: Type.Array(Problem),
});

/** A cluster with what nobody watches in it. */
const Coverage = Type.Object({
  cluster: Type.String(),
  clusterName: Type.String(),
  nodes: Type.Integer({ minimum: 0, description: 'That the cluster has' }),
  watched: Type.Integer({ minimum: 0, description: 'Of these, with an agent that is heard of' }),
  unwatched: Type.Array(Type.String(), { description: 'Nodes without one; a hundred of them' }),
});

/** Policies over events that cannot judge somewhere. */
const Gap = Type.Object({
  cluster: Type.String(),
  clusterName: Type.String(),
  reason: Type.Enum(['no-agent', 'silent', 'cannot', 'not-looked', 'no-audit', 'undecided'], {
    description:
      'No agent on the node; it is silent; it cannot see what is needed; it was not told to look; the audit events of the API server do not come in; the sensor could not decide',
  }),
  capability: Type.Optional(Type.String({ description: 'What the agent would have to see' })),
  detail: Type.String({ description: 'In words of the agent or the sensor; may be empty' }),
  nodes: Type.Array(Type.String(), { description: 'A hundred of them; none where it is of the whole cluster' }),
  nodeCount: Type.Integer({ minimum: 0 }),
  policies: Type.Array(Type.Object({ id: Type.String(), title: Type.String() }), { description: 'A hundred of them' }),
  policyCount: Type.Integer({ minimum: 1 }),
});

export const resource = defineResource({
  name: 'agents',
  doc: 'Agents on nodes, what they can see, and where there is none',
  endpoints: {
    status: {
      method: 'GET',
      path: '/api/v1/agents',
      summary: 'Agents of all clusters, and nodes without one',
      permission: 'view',
      answer: Type.Object({ results: Type.Array(Agent), clusters: Type.Array(Coverage) }),
    },
    gaps: {
      method: 'GET',
      path: '/api/v1/agents/gaps',
      summary: 'Policies over events that cannot judge, where, and why',
      permission: 'view',
      answer: Type.Object({ gaps: Type.Array(Gap) }),
    },
  },
});
