import { Type } from 'typebox';
import { ClusterName, Texts } from '../analysis.ts';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

/** Where attackers begin. */
export const ATTACK_STARTS = ['outside', 'anywhere'] as const;

const starts = Type.Optional(
  Type.Enum([...ATTACK_STARTS], {
    description: '`outside`: only from what can be entered from outside; `anywhere`: from every subject and workload, as if each were lost',
  }),
);

const Hop = Type.Object({
  edge: Type.String({ description: 'Kind of step, as `exec`' }),
  number: Type.String(),
  from: Type.String(),
  to: Type.String(),
  because: Type.String({ description: 'One sentence that names the objects it rests on' }),
  weakened: Texts,
  cuts: Type.Array(Type.String(), { description: 'Changes each of which takes it away' }),
});

export const AttackPaths = Type.Object({
  starts: Type.Integer(),
  goals: Type.Array(
    Type.Object({
      name: Type.String({ description: 'As `cluster-admin`' }),
      doc: Type.String(),
      paths: Type.Integer(),
      stoppable: Type.Boolean({ description: 'Whether any set of changes keeps every start from it' }),
    }),
  ),
  paths: Type.Array(
    Type.Object({
      from: Type.String(),
      alike: Type.Array(Type.String(), { description: 'Workloads that the start stands for beside itself' }),
      to: Type.String({ description: 'Goal' }),
      cost: Type.Number({ description: 'Difficulty of all steps together' }),
      hops: Type.Array(Hop),
      cut: Type.Optional(
        Type.Object({
          change: Type.String({ description: 'The best single change against it' }),
          closes: Type.Optional(Type.Boolean({ description: 'Whether no other way is left then; absent when it was not tried' })),
        }),
      ),
    }),
    { description: 'The easiest to each goal first; the first 300' },
  ),
  found: Type.Integer({ description: 'All paths, shown or not' }),
  points: Type.Array(
    Type.Object({
      change: Type.String(),
      weight: Type.Number({ description: 'How much it asks for' }),
      closes: Type.Integer({ description: 'Paths that end when it is made' }),
      onPaths: Type.Integer({ description: 'Paths that it lies on' }),
      goals: Texts,
      minimumCutOf: Type.Array(Type.String(), { description: 'Goals of whose smallest set of changes it is one' }),
    }),
    { description: 'Changes that stop most, each tried' },
  ),
});

export const AttackWhatIf = Type.Object({
  counts: Type.Object({ closed: Type.Integer(), detour: Type.Integer(), unchanged: Type.Integer(), opened: Type.Integer() }),
  paths: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      verdict: Type.Enum(['closed', 'detour', 'unchanged', 'opened']),
      after: Type.Array(Hop, { description: 'The way that is left; empty when none is' }),
    }),
    { description: 'Those that change; the first 200' },
  ),
});

export const resource = defineResource({
  name: 'attack',
  doc: 'How somebody gets from outside, or from what is lost, to what nobody should reach',
  endpoints: {
    paths: {
      method: 'GET',
      path: '/api/v1/attack/paths',
      summary: 'Attack paths of a cluster, and the changes that stop most of them',
      permission: 'view',
      query: Type.Object({ cluster: ClusterName, starts }, strict),
      answer: AttackPaths,
    },
    whatIf: {
      method: 'POST',
      path: '/api/v1/attack/whatif',
      summary: 'Which paths end when changes are made, and which other ways are left',
      permission: 'view',
      readOnly: true,
      body: Type.Object(
        { cluster: ClusterName, starts, changes: Type.Array(Type.String({ maxLength: 1000 }), { minItems: 1, maxItems: 50 }) },
        strict,
      ),
      answer: AttackWhatIf,
    },
  },
});
