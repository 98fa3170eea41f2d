import { type Static, Type } from 'typebox';
import { Attestation } from './attestation.ts';
import { Exception } from './exception.ts';
import { Enforcement } from './policy.ts';
import { TrustRule } from './trust-rule.ts';
import { WorkloadKind } from './workload-kind.ts';

/** `breakwater.yaml` of a repository: what its people have agreed on. */
export const Project = Type.Object(
  {
    exceptions: Type.Optional(Type.Array(Exception)),
    attestations: Type.Optional(Type.Array(Attestation, { description: 'What people state of controls that no evidence can decide' })),
    params: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
        description: 'Parameters by policy and name, instead of those that the policies have by themselves',
      }),
    ),
    enforcement: Type.Optional(
      Type.Record(Type.String(), Enforcement, {
        description: 'What is done about violations by policy and stage, instead of what the policies say by themselves',
      }),
    ),
    trust: Type.Optional(Type.Array(TrustRule, { description: 'Whose signatures count for which images' })),
    workloads: Type.Optional(Type.Array(WorkloadKind, { description: 'Custom kinds that make pods' })),
  },
  { $id: 'project', additionalProperties: false, description: 'The file breakwater.yaml of a repository: what its people have agreed on' },
);
export type Project = Static<typeof Project>;
