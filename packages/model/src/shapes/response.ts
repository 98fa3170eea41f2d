import { type Static, Type } from 'typebox';
import { Problem } from './problem.ts';

const strict = { additionalProperties: false } as const;
const Name = Type.String({ maxLength: 253 });
const Time = Type.String({ minLength: 1, maxLength: 40, description: 'RFC 3339 UTC' });
const Text = Type.String({ maxLength: 2000 });

/** What the responder can do. */
export const RESPONSE_ACTIONS = [
  'scale-to-zero',
  'kill-pod',
  'restart',
  'restart-clean',
  'quarantine',
  'label',
  'annotate',
  'cordon',
  'evidence',
] as const;
export type ResponseAction = (typeof RESPONSE_ACTIONS)[number];

export const RESPONSE_STATES = ['pending-approval', 'approved', 'running', 'done', 'failed', 'refused', 'undone', 'expired'] as const;
export type ResponseState = (typeof RESPONSE_STATES)[number];

/** How sure one is that something is wrong; automatic responses want a least one. */
export const CONFIDENCES = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Id of a response; part of labels and names of objects, so it is a DNS label. */
export const ResponseId = Type.String({
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$',
  description: 'A DNS label of at most 48 characters',
});

/** The object that is acted on. */
export const ResponseTarget = Type.Object(
  {
    apiVersion: Type.String({ minLength: 1, maxLength: 253 }),
    kind: Type.String({ minLength: 1, maxLength: 63 }),
    namespace: Type.String({ maxLength: 63, description: 'Empty for what is in none, as nodes' }),
    name: Type.String({ minLength: 1, maxLength: 253 }),
    uid: Type.Optional(Type.String({ maxLength: 100, description: 'Another object of that name is not meant' })),
  },
  strict,
);
export type ResponseTarget = Static<typeof ResponseTarget>;

/** What an action may be told. */
export const ResponseParams = Type.Object(
  {
    container: Type.Optional(
      Type.Object(
        { name: Name, id: Type.Optional(Type.String({ maxLength: 300 })) },
        { ...strict, description: 'The container meant; with an id only as long as it is that one' },
      ),
    ),
    graceSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3600 })),
    force: Type.Optional(Type.Boolean({ description: 'Delete where a PodDisruptionBudget forbids eviction' })),
    set: Type.Optional(
      Type.Record(Name, Type.String({ maxLength: 4000 }), { maxProperties: 50, description: 'Labels or annotations to set' }),
    ),
    remove: Type.Optional(Type.Array(Name, { maxItems: 50, description: 'Labels or annotations to take away' })),
    logBytes: Type.Optional(Type.Integer({ minimum: 0, maximum: 16 * 1024 * 1024, description: 'Most bytes of one log' })),
    checkpoint: Type.Optional(
      Type.Boolean({ description: 'Ask the kubelet to checkpoint containers; what is written holds their memory' }),
    ),
  },
  strict,
);
export type ResponseParams = Static<typeof ResponseParams>;

export const Requester = Type.Object({ type: Type.Enum(['user', 'policy']), name: Type.String({ minLength: 1, maxLength: 200 }) }, strict);
export type Requester = Static<typeof Requester>;

/** One response that was decided. */
export const ResponseRequest = Type.Object(
  {
    id: ResponseId,
    action: Type.Enum([...RESPONSE_ACTIONS]),
    target: ResponseTarget,
    params: ResponseParams,
    reason: Type.String({ minLength: 1, maxLength: 2000 }),
    requestedBy: Requester,
    approvedBy: Type.Optional(Type.String({ maxLength: 200 })),
    confidence: Type.Optional(Type.Enum([...CONFIDENCES])),
    dryRun: Type.Boolean({ description: 'Plan and say what would be done, and why not' }),
    requestedAt: Time,
    expiresAt: Type.Optional(Type.String({ maxLength: 40, description: 'Not begun by then, it is not begun any more' })),
    undoAfterSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 * 86_400, description: 'Undone by itself after so long' })),
  },
  { ...strict, $id: 'response-request', description: 'One response that was decided' },
);
export type ResponseRequest = Static<typeof ResponseRequest>;

/** One call to the API server, as it is planned: what the object has, and what it gets. */
export const ResponseChange = Type.Object(
  {
    verb: Type.String({ maxLength: 20, description: 'As RBAC names it: patch, create, delete, get' }),
    resource: Type.String({ maxLength: 300, description: 'As RBAC names it: deployments.apps, pods/eviction' }),
    namespace: Name,
    name: Name,
    field: Type.String({ maxLength: 600 }),
    before: Text,
    after: Text,
  },
  strict,
);
export type ResponseChange = Static<typeof ResponseChange>;

export const STEP_STATES = ['planned', 'started', 'done', 'failed', 'undone'] as const;

export const ResponseStep = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    state: Type.Enum([...STEP_STATES]),
    at: Type.Optional(Time),
    message: Type.Optional(Text),
    changes: Type.Array(ResponseChange, { maxItems: 100 }),
  },
  strict,
);
export type ResponseStep = Static<typeof ResponseStep>;

export const ResponseEvidence = Type.Object(
  {
    name: Type.String({ maxLength: 300, description: 'Of the file, as pod.json' }),
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    bytes: Type.Integer({ minimum: 0 }),
    truncated: Type.Boolean(),
    note: Type.Optional(Type.String({ maxLength: 2000, description: 'Why it is not there, or not all of it' })),
  },
  strict,
);
export type ResponseEvidence = Static<typeof ResponseEvidence>;

/** `verified`: seen to have the effect. `requested`: the API server took it, whether it has the effect was not seen. */
export const VERIFICATION_STATES = ['verified', 'requested', 'failed'] as const;

export const ResponseVerification = Type.Object({ state: Type.Enum([...VERIFICATION_STATES]), message: Text }, strict);
export type ResponseVerification = Static<typeof ResponseVerification>;

/** The complete record of a response: who, why, what, before and after. */
export const ResponseRecord = Type.Object(
  {
    request: ResponseRequest,
    revision: Type.Integer({ minimum: 0, description: 'Grows with every change; 0 before the responder has it' }),
    state: Type.Enum([...RESPONSE_STATES]),
    message: Text,
    startedAt: Type.Optional(Time),
    finishedAt: Type.Optional(Time),
    undoAt: Type.Optional(Time),
    isUndoable: Type.Boolean(),
    steps: Type.Array(ResponseStep, { maxItems: 50 }),
    warnings: Type.Array(Text, { maxItems: 50, description: 'What may take the response back, or weaken it' }),
    refusals: Type.Array(Type.Object({ guard: Type.String({ maxLength: 100 }), message: Text }, strict), { maxItems: 50 }),
    verification: Type.Optional(ResponseVerification),
    evidence: Type.Array(ResponseEvidence, { maxItems: 200 }),
    reverted: Type.Optional(Type.Object({ at: Time, by: Type.String({ maxLength: 300 }), message: Text }, strict)),
    undo: Type.Optional(Type.Object({ requestedBy: Requester, reason: Text, at: Time }, strict)),
  },
  { ...strict, $id: 'response-record', description: 'The complete record of a response: who, why, what, before and after' },
);
export type ResponseRecord = Static<typeof ResponseRecord>;

/** What the commands of `breakwater respond` print with --format json. */
export const ResponseOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/respond'),
    version: Type.String({ description: 'Version of the shape' }),
    results: Type.Array(ResponseRecord),
    problems: Type.Array(Problem),
    summary: Type.Object({ results: Type.Integer() }),
  },
  { $id: 'response-output', description: 'What the commands of `breakwater respond` print with --format json' },
);
export type ResponseOutput = Static<typeof ResponseOutput>;
