import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';

const Variable = Type.Object({ name: Type.String(), type: Type.String() });

export const resource = defineResource({
  name: 'facts',
  doc: 'What policies may read',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/facts',
      summary: 'Targets of policies, the facts of every type, and the functions beside those of CEL',
      permission: 'view',
      answer: Type.Object({
        targets: Type.Array(Type.Object({ name: Type.String(), doc: Type.String(), variables: Type.Array(Variable) })),
        facts: Type.Array(
          Type.Object({
            subject: Type.String({ description: 'Type that has it, as Container' }),
            name: Type.String({ description: 'Path below the subject, as security.privileged' }),
            type: Type.String({ description: 'CEL type' }),
            doc: Type.String(),
            source: Type.String(),
            exportable: Type.Boolean({ description: 'Whether the API server can compute it by itself' }),
          }),
        ),
        functions: Type.Array(Type.Object({ name: Type.String(), example: Type.String(), doc: Type.String() })),
        keys: Type.Array(Type.Object({ name: Type.String(), doc: Type.String(), required: Type.Boolean() }), {
          description: 'Keys of a policy',
        }),
      }),
    },
  },
});
