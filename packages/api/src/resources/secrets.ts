import { Type } from 'typebox';
import { ClusterName, Texts } from '../analysis.ts';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

export const Secrets = Type.Object({
  secrets: Type.Array(
    Type.Object({
      namespace: Type.String(),
      name: Type.String(),
      type: Type.String(),
      keys: Texts,
      exists: Type.Boolean({ description: 'False for one that something refers to and that is not there' }),
      uses: Type.Array(
        Type.Object({
          by: Type.String(),
          container: Type.String(),
          how: Type.String({ description: 'variable, all-variables, volume, image-pull, driver, route or account' }),
          keys: Type.Array(Type.String(), { description: 'Empty for all' }),
        }),
      ),
      readers: Type.Array(Type.String(), { description: 'Who can read it by RBAC' }),
      exposed: Type.Array(Type.String(), { description: 'Workloads that take it and can be reached from outside' }),
      findings: Type.Array(Type.Object({ name: Type.String(), because: Type.String() })),
    }),
    { description: 'Those with most findings first; never a value' },
  ),
  loose: Type.Array(Type.Object({ object: Type.String(), path: Type.String(), name: Type.String() }), {
    description: 'Credentials that stand elsewhere: what they are and where, never their value',
  }),
  tokens: Type.Array(Type.Object({ workload: Type.String(), account: Type.String() }), {
    description: 'Tokens that are mounted although nothing is bound to the account',
  }),
  more: Type.Integer({ description: 'Rows that are left out, of all three lists' }),
});

export const resource = defineResource({
  name: 'secrets',
  doc: 'Secrets of a cluster: who takes them, who can read them, and what is not good about that',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/secrets',
      summary: 'Secrets, credentials that stand elsewhere, and tokens that nobody needs',
      permission: 'view',
      query: Type.Object({ cluster: ClusterName }, strict),
      answer: Secrets,
    },
  },
});
