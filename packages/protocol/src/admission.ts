import { listSchemaIssues, type SchemaIssue, STATES } from '@breakwater/model';
import { type Static, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { ImageFacts } from './image-facts.ts';
import { PolicySet } from './policy-set.ts';

/** Decisions of one POST; they are checked one by one, so that one that is wrong does not hold up the others. */
export const MAX_DECISIONS = 500;
/** Groups of a user that are told; a token may name hundreds. */
export const MAX_GROUPS = 20;
/** Policies that are told of one decision. */
export const MAX_DECIDED = 100;
/** Bytes of the longest object that is kept with a decision. */
export const MAX_DECIDED_OBJECT = 64 * 1024;

const strict = { additionalProperties: false } as const;
const Time = Type.String({ maxLength: 40, description: 'RFC 3339 UTC' });
const Name = Type.String({ maxLength: 500 });

/** What a policy does to a request; `error` is a policy that could not say. */
export const ADMISSION_ACTIONS = ['deny', 'warn', 'inform', 'error'] as const;

/**
 * How an answer came about: by the policies; open or closed since they could not be asked in time, or not at all; without them, since the request
 * is of what they leave alone.
 */
export const ADMISSION_MODES = ['evaluated', 'failed-open', 'failed-closed', 'exempt'] as const;

/** What one policy said of a request, of one container where it is about one. */
export const DecidedPolicy = Type.Object(
  {
    policy: Name,
    action: Type.Enum([...ADMISSION_ACTIONS]),
    state: Type.Enum([...STATES]),
    container: Type.Optional(Name),
    message: Type.String({ maxLength: 4000 }),
    ja: Type.Optional(Type.String({ maxLength: 4000, description: 'The message in Japanese' })),
  },
  strict,
);
export type DecidedPolicy = Static<typeof DecidedPolicy>;

/** An annotation that let an object through what would have refused it. */
export const BreakGlass = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
    secondPerson: Type.Optional(
      Type.Object(
        {
          name: Name,
          confirmed: Type.Boolean({ description: 'Whether that person said so by a request of their own, and was not only named' }),
        },
        strict,
      ),
    ),
    until: Time,
  },
  strict,
);
export type BreakGlass = Static<typeof BreakGlass>;

/**
 * What an admission process answered, as it tells it. Equal answers about objects of one controller are one decision with a count, for as long as its
 * window lasts: it comes again under the same id whenever its count has grown, and then stands for what came before.
 */
export const AdmissionDecision = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'One for all deliveries of the decision' }),
    time: Type.String({ maxLength: 40, description: 'RFC 3339 UTC; of the request that is shown, the first of those that are counted' }),
    requestUid: Name,
    operation: Type.Enum(['CREATE', 'UPDATE', 'DELETE', 'CONNECT']),
    subResource: Type.Optional(Name),
    kind: Type.Object({ group: Name, version: Name, kind: Name }, strict),
    resource: Type.String({ maxLength: 500, description: 'Plural, as pods' }),
    namespace: Type.String({ maxLength: 500, description: 'Empty for what lives in none' }),
    name: Type.String({ maxLength: 500, description: 'Empty where the API server will make one' }),
    generateName: Type.Optional(Name),
    uid: Type.Optional(Name),
    user: Type.Object({ name: Type.String({ maxLength: 1000 }), groups: Type.Array(Name, { maxItems: MAX_GROUPS }) }, strict),
    controller: Type.Optional(Type.Object({ kind: Name, name: Name, uid: Name }, strict)),
    dryRun: Type.Boolean(),
    allowed: Type.Boolean(),
    policies: Type.Array(DecidedPolicy, { maxItems: MAX_DECIDED, description: 'What said no or could not say; the strictest first' }),
    notEvaluated: Type.Array(Name, { maxItems: MAX_DECIDED, description: 'Enforced policies that lacked a fact, and so said nothing' }),
    breakGlass: Type.Optional(BreakGlass),
    mode: Type.Enum([...ADMISSION_MODES]),
    revision: Type.Integer({ minimum: 0, description: 'Of the policy set' }),
    count: Type.Integer({ minimum: 1 }),
    firstSeen: Time,
    lastSeen: Time,
    durationMs: Type.Number({ minimum: 0, description: 'Of the request that is shown' }),
    object: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Without secret values and managedFields; absent over 64 KiB' }),
    ),
  },
  strict,
);
export type AdmissionDecision = Static<typeof AdmissionDecision>;

export const BUNDLE_SCHEMA = 'admission-bundle/1';

/** A kind that makes pods beside the known ones, as the sensor was configured. */
const BundledWorkload = Type.Object({
  apiVersion: Type.String(),
  group: Type.String(),
  kind: Type.String(),
  template: Type.Array(Type.Union([Type.String(), Type.Integer()])),
});

/**
 * Everything that an admission process decides by, as its sensor knows it. On the wire and on disk it is a text of lines: this head without images and
 * objects, then one line for each of them; so that neither side holds it twice.
 */
export const AdmissionBundle = Type.Object({
  schema: Type.Literal(BUNDLE_SCHEMA),
  cluster: Type.String({ description: 'As in the greeting of a sensor' }),
  revision: Type.Integer({ minimum: 0, description: 'Of the policy set' }),
  kubeMinor: Type.Integer({ minimum: 0 }),
  policySet: Type.Union([PolicySet, Type.Null()], { description: 'Null for the built-in policies: no server said otherwise' }),
  customWorkloads: Type.Array(BundledWorkload),
  complete: Type.Boolean({ description: 'Whether the objects are all that requests may refer to' }),
  images: Type.Array(ImageFacts),
  objects: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: 'Namespaces, and what policies of this cluster look at beside them',
  }),
  madeAt: Time,
});
export type AdmissionBundle = Static<typeof AdmissionBundle>;

/** The first line of a bundle. */
export type AdmissionBundleHead = Omit<AdmissionBundle, 'images' | 'objects'>;

let compiled: Validator | undefined;

/** Why a value is no decision; empty when it is one. */
export function listDecisionIssues(value: unknown): readonly SchemaIssue[] {
  compiled ??= Compile(AdmissionDecision);
  return compiled.Check(value) ? [] : listSchemaIssues(AdmissionDecision, value);
}
