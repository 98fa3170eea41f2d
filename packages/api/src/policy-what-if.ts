import { Type } from 'typebox';
import { DryRun, PolicySetting } from './policy-authoring.ts';
import { strict } from './strict.ts';

const count = Type.Integer({ minimum: 0 });

const Places = Type.Array(
  Type.Object({ cluster: Type.String(), clusterName: Type.String(), name: Type.String(), requests: count, objects: count }),
);

export const WhatIf = Type.Object({
  policy: Type.String(),
  days: Type.Integer(),
  reviews: Type.Object({
    requests: Type.Integer({ minimum: 0, description: 'Requests that would have been refused' }),
    objects: Type.Integer({ minimum: 0, description: 'Different objects among them' }),
    judged: Type.Integer({ minimum: 0, description: 'Different objects that were judged' }),
    undecided: Type.Integer({ minimum: 0, description: 'Of these, not decidable from what was kept' }),
    byNamespace: Places,
    byOwner: Places,
    examples: Type.Array(
      Type.Object({
        decision: Type.String(),
        clusterName: Type.String(),
        kind: Type.String(),
        namespace: Type.String(),
        name: Type.String(),
        user: Type.String(),
        requests: count,
        message: Type.String(),
      }),
      { description: 'The first 50, the most often asked first' },
    ),
  }),
  now: DryRun,
  limits: Type.Array(Type.String(), { description: 'What the figures of requests do not speak of' }),
});

/** Which requests are judged, and as if the policy were set how. */
export const WhatIfRequest = Type.Object(
  {
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, description: 'Of requests; 7 when absent' })),
    settings: Type.Optional(
      Type.Array(PolicySetting, { maxItems: 200, description: 'As if these were its settings; as if it refused everywhere when absent' }),
    ),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 64 * 1024, description: 'As if the policy said this' })),
  },
  strict,
);
