import { type Static, Type } from 'typebox';

/** One control of a standard and how it is decided. */
export const Control = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    title: Type.String({ minLength: 1 }),
    ja: Type.String({ minLength: 1 }),
    group: Type.Optional(Type.String()),
    level: Type.Optional(Type.String({ description: 'Level of the standard that asks for it, as baseline or restricted' })),
    from: Type.Optional(Type.String({ description: 'Kubernetes version from which it applies, as 1.25' })),
    policies: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Policies that decide it; those that name the control themselves are added when the catalogue is compiled',
      }),
    ),
    params: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
        description: 'Parameters of those policies that the control asks for',
      }),
    ),
    checks: Type.Optional(Type.Array(Type.String(), { description: 'Checks of what lies below the workloads that decide it' })),
    probes: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'Checks of answers of the running cluster: they decide where checks could not look, and stand beside them where they could',
      }),
    ),
    as: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'Controls of cis-1.12 whose policies and checks decide it too, as 5.1.x or 1.2.16-19; replaced when the catalogue is compiled',
      }),
    ),
    assessment: Type.Optional(Type.Enum(['automated', 'manual'], { description: 'What the standard itself says of how it is assessed' })),
    undecided: Type.Optional(Type.String({ description: 'Says so where nothing decides the control yet' })),
    undecidedJa: Type.Optional(Type.String({ description: 'The same in Japanese' })),
  },
  { $id: 'control', additionalProperties: false, description: 'One control of a standard and how it is decided' },
);
export type Control = Static<typeof Control>;

/** A framework: one file of content/standards. */
export const Standard = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$' }),
    title: Type.String({ minLength: 1 }),
    ja: Type.String({ minLength: 1 }),
    source: Type.Optional(Type.String({ description: 'Where the standard itself is published' })),
    kubernetes: Type.Optional(Type.String({ description: 'Kubernetes versions that it is written for, as 1.32-1.34' })),
    like: Type.Optional(
      Type.String({ description: 'Another standard with the same ids: policies that name its controls decide these as well' }),
    ),
    controls: Type.Array(Control, { minItems: 1 }),
  },
  { $id: 'standard', additionalProperties: false, description: 'A framework: controls and how each is decided' },
);
export type Standard = Static<typeof Standard>;
