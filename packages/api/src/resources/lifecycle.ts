import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

/** `undecided`: nothing decides it yet, and the reason says why. `not-evaluated`: something does, but could not look. */
export const CONTROL_STATES = ['pass', 'fail', 'review', 'not-evaluated', 'not-applicable', 'undecided'] as const;

export const ControlState = Type.Object({
  id: Type.String(),
  group: Type.String(),
  title: Type.String(),
  state: Type.Enum([...CONTROL_STATES]),
  reason: Type.String({ description: 'Empty where the counts say it' }),
  failing: Type.Integer({ description: 'Targets that violate' }),
  accepted: Type.Integer(),
  judged: Type.Integer({ description: 'Targets that were looked at' }),
  policies: Type.Array(Type.Object({ id: Type.String(), failing: Type.Integer(), judged: Type.Integer() })),
});

export const resource = defineResource({
  name: 'lifecycle',
  doc: 'The practices of a secure container lifecycle, and where each cluster stands',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/lifecycle',
      summary: 'Controls by cluster; texts follow accept-language (en, ja)',
      permission: 'view',
      query: Type.Object({ cluster: Type.Optional(Type.String()) }, strict),
      answer: Type.Object({
        clusters: Type.Array(Type.Object({ cluster: Type.String(), clusterName: Type.String(), controls: Type.Array(ControlState) })),
      }),
    },
  },
});
