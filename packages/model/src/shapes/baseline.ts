import { type Static, Type } from 'typebox';

/** Findings that were there when checking began: only what comes after them fails. */
export const Baseline = Type.Object(
  {
    schema: Type.Literal('breakwater/baseline'),
    version: Type.Literal('1'),
    findings: Type.Array(Type.String({ description: 'policy|apiVersion|kind|namespace|name|container|field' })),
  },
  {
    $id: 'baseline',
    additionalProperties: false,
    description: 'Findings that were there when checking began: only what comes after them fails',
  },
);
export type Baseline = Static<typeof Baseline>;
