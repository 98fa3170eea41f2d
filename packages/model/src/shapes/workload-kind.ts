import { type Static, Type } from 'typebox';

/** A custom kind that makes pods: its objects are judged like Deployments. */
export const WorkloadKind = Type.Object(
  {
    apiVersion: Type.String({ minLength: 1, description: 'As example.com/v1; every version of the group counts' }),
    kind: Type.String({ minLength: 1 }),
    template: Type.Optional(
      Type.String({ minLength: 1, description: 'Path of what holds metadata and spec of the pods; spec.template when absent' }),
    ),
  },
  {
    $id: 'workload-kind',
    additionalProperties: false,
    description: 'A custom kind that makes pods: its objects are judged like Deployments',
  },
);
export type WorkloadKind = Static<typeof WorkloadKind>;
