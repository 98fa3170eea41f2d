import { type Static, Type } from 'typebox';
import { Severity } from '../severity.ts';
import { EVENT_TYPES } from './event.ts';
import { Fix } from './fix.ts';
import { Standards } from './result.ts';

export const STAGES = ['build', 'deploy', 'runtime'] as const;
export const ENFORCEMENTS = ['inform', 'fail-build', 'warn', 'deny', 'scale-to-zero', 'kill-pod', 'restart', 'quarantine'] as const;

/** What may be done about a violation at each stage. */
export const STAGE_ENFORCEMENTS = {
  build: ['inform', 'fail-build'],
  deploy: ['inform', 'warn', 'deny', 'scale-to-zero'],
  runtime: ['inform', 'scale-to-zero', 'kill-pod', 'restart', 'quarantine'],
} as const satisfies Readonly<Record<(typeof STAGES)[number], readonly (typeof ENFORCEMENTS)[number][]>>;

/** What is done about a violation, by stage; a stage that is absent only informs. */
export const Enforcement = Type.Object(
  {
    build: Type.Optional(Type.Enum([...STAGE_ENFORCEMENTS.build])),
    deploy: Type.Optional(Type.Enum([...STAGE_ENFORCEMENTS.deploy])),
    runtime: Type.Optional(Type.Enum([...STAGE_ENFORCEMENTS.runtime])),
  },
  {
    $id: 'enforcement',
    additionalProperties: false,
    description: 'What is done about a violation, by stage; a stage that is absent only informs',
  },
);
export type Enforcement = Static<typeof Enforcement>;

/** States that an expression which does not hold may lead to. */
export const OUTCOMES = ['fail', 'review', 'manual', 'inconsistent'] as const;

/** Why a severity is what it is; the catalogue's one-word reasons. */
export const REASONS = [
  'escape',
  'takeover',
  'credential',
  'exposure',
  'containment',
  'integrity',
  'provenance',
  'vulnerable',
  'audit',
  'availability',
  'broken',
  'hygiene',
  'local',
  'contested',
  'inventory',
  'harmless',
  'obsolete',
] as const;

/** A typed parameter of a policy with its default. */
export const PolicyParam = Type.Object(
  {
    type: Type.String({ description: 'CEL type: bool, int, string, list(string), …' }),
    default: Type.Unknown(),
    doc: Type.String({ minLength: 1 }),
  },
  { $id: 'policy-param', additionalProperties: false, description: 'A typed parameter of a policy with its default' },
);
export type PolicyParam = Static<typeof PolicyParam>;

/** A named sub-expression, evaluated once when first read. */
export const PolicyVariable = Type.Object(
  { name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), expression: Type.String({ minLength: 1 }) },
  { $id: 'policy-variable', additionalProperties: false, description: 'A named sub-expression, evaluated once when first read' },
);
export type PolicyVariable = Static<typeof PolicyVariable>;

/** Objects that must comply or violate, and what they are judged with. */
export const PolicyExample = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'What the example shows, in a few words' }),
    objects: Type.Optional(
      Type.Array(Type.Record(Type.String(), Type.Unknown()), { minItems: 1, description: 'Of every target but event' }),
    ),
    event: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Of target event: what happened; what it does not say is harmless' }),
    ),
    context: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What is known around the event; a part that is absent was not looked at',
      }),
    ),
    kubeVersion: Type.Optional(Type.String({ description: 'As 1.34; the newest known when absent' })),
    complete: Type.Optional(Type.Boolean({ description: 'Whether the objects are all that exist; true when absent' })),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    request: Type.Optional(
      Type.Object(
        {
          operation: Type.String({ description: 'CREATE, UPDATE, DELETE or CONNECT' }),
          group: Type.Optional(Type.String({ description: 'API group; empty when absent' })),
          resource: Type.String({ description: 'Plural, as pods' }),
          subresource: Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
          namespace: Type.Optional(Type.String()),
          user: Type.Optional(Type.String()),
          groups: Type.Optional(Type.Array(Type.String())),
          old: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'The object as it was' })),
        },
        { additionalProperties: false, description: 'What is asked of the API server about the first object' },
      ),
    ),
    imageEnvironment: Type.Optional(Type.Array(Type.String(), { description: 'Variables that every image of the example sets' })),
    imageContent: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What was read of every image, by names of facts of `image.content`; the rest is harmless',
      }),
    ),
    imageScan: Type.Optional(
      Type.Object(
        {
          problem: Type.Optional(Type.String({ description: 'Why there is no scan' })),
          ageDays: Type.Optional(Type.Integer({ minimum: 0 })),
          databaseAgeDays: Type.Optional(Type.Integer({ minimum: 0 })),
          vulnerabilities: Type.Optional(
            Type.Array(Type.Record(Type.String(), Type.Unknown()), {
              description: 'By names of facts of Vulnerability; the rest is harmless',
            }),
          ),
        },
        { additionalProperties: false, description: 'What a scan says of every image; absent where nobody scans' },
      ),
    ),
    state: Type.Optional(Type.String({ description: 'Expected state where it is neither pass nor fail' })),
    messages: Type.Optional(Type.Array(Type.String(), { description: 'Exact messages of the findings, in order' })),
  },
  { $id: 'policy-example', additionalProperties: false, description: 'Objects that must comply or violate' },
);
export type PolicyExample = Static<typeof PolicyExample>;

const Texts = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    message: Type.String({ minLength: 1 }),
    rationale: Type.String({ minLength: 1 }),
    remediation: Type.String({ minLength: 1 }),
    params: Type.Optional(Type.Record(Type.String(), Type.String({ minLength: 1 }), { description: 'Docs of the parameters, by name' })),
  },
  { additionalProperties: false, description: 'The same texts in Japanese' },
);

/** What must hold, on what, how bad it is when it does not, and what to do: one file of content/policies. */
export const Policy = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'File name; says what is wrong; never renamed' }),
    title: Type.String({ minLength: 1 }),
    severity: Severity,
    severityExpression: Type.Optional(Type.String({ description: 'CEL giving another severity for the finding at hand' })),
    reason: Type.Enum([...REASONS]),
    categories: Type.Array(Type.String(), { minItems: 1 }),
    stages: Type.Array(Type.Enum([...STAGES]), { minItems: 1 }),
    target: Type.String({ description: 'What one evaluation judges' }),
    recommended: Type.Optional(Type.Boolean({ description: 'Whether the quiet default set holds it; true when absent' })),
    params: Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), PolicyParam)),
    variables: Type.Optional(Type.Array(PolicyVariable)),
    matchConditions: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: 'CEL; the policy is not applicable unless all are true' }),
    ),
    requests: Type.Optional(
      Type.Array(
        Type.Object(
          {
            groups: Type.Array(Type.String(), { minItems: 1, description: 'API groups, `*` for all' }),
            resources: Type.Array(Type.String(), { minItems: 1, description: 'As `pods`, `pods/exec`, `*/scale`' }),
            operations: Type.Array(Type.Enum(['CREATE', 'UPDATE', 'DELETE', 'CONNECT']), { minItems: 1 }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, description: 'Which requests a policy over target `request` speaks of; to others it is not applicable' },
      ),
    ),
    events: Type.Optional(
      Type.Array(Type.Enum([...EVENT_TYPES]), {
        minItems: 1,
        description: 'Which types of events a policy over target `event` speaks of; of others it is not asked',
      }),
    ),
    expression: Type.String({ minLength: 1, description: 'CEL; true = complies' }),
    outcome: Type.Optional(
      Type.Enum([...OUTCOMES], {
        description: 'What it means when the expression is false: fail (when absent), or a state that asks a person',
      }),
    ),
    outcomeExpression: Type.Optional(Type.String({ description: 'CEL giving that state where it depends on the object' })),
    message: Type.String({ minLength: 1, description: 'What is wrong here; {{ CEL }} is replaced by its value' }),
    field: Type.Optional(
      Type.String({ description: 'Path that the finding points at, from a variable: container.securityContext.privileged' }),
    ),
    fieldExpression: Type.Optional(Type.String({ description: 'CEL giving that path where it depends on the object' })),
    evidence: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Further facts to show: name → CEL' })),
    redact: Type.Optional(Type.Boolean({ description: 'The value at the field is a secret and is never shown' })),
    rationale: Type.String({ minLength: 1 }),
    remediation: Type.String({ minLength: 1 }),
    ja: Texts,
    fix: Type.Optional(Type.Array(Fix)),
    enforcement: Type.Optional(Enforcement),
    standards: Standards,
    implies: Type.Optional(Type.Array(Type.String(), { description: 'Weaker policies whose finding at the same place it mutes' })),
    examples: Type.Object(
      { comply: Type.Array(PolicyExample, { minItems: 1 }), violate: Type.Array(PolicyExample, { minItems: 1 }) },
      { additionalProperties: false },
    ),
  },
  { $id: 'policy', additionalProperties: false, description: 'What must hold, on what, how bad it is when it does not, and what to do' },
);
export type Policy = Static<typeof Policy>;

/** A policy as the running product carries it: without its examples. */
export type PolicyDefinition = Omit<Policy, 'examples'>;
