import { type Static, Type } from 'typebox';

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });
const Time = Type.String({ minLength: 1, maxLength: 40, description: 'RFC 3339 UTC' });

export const JOB_KINDS = ['inspect', 'list-tags', 'match'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Jobs that one answer has at most. */
export const MAX_LEASED = 64;
/** How long the server waits for work, at most. */
export const MAX_WAIT_SECONDS = 20;
/** A lease ends this long after it was given or the last word of progress. */
export const LEASE_SECONDS = 120;

/** Before the SHA-256 of what reads images (names and versions of catalogers), among the capabilities of a scanner. */
export const READERS_PREFIX = 'readers:';

/** The advisory database that a scanner matches by. */
export const ScannerDatabase = Type.Object(
  {
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of when it was built and of what' }),
    built: Time,
    records: Count,
    feeds: Type.Array(
      Type.Object(
        { name: Type.String({ maxLength: 200 }), newest: Type.String({ maxLength: 40 }), records: Count, verified: Type.Boolean() },
        strict,
      ),
      { maxItems: 500 },
    ),
  },
  strict,
);
export type ScannerDatabase = Static<typeof ScannerDatabase>;

/** POST lease: who asks is what the client certificate says. */
export const LeaseRequest = Type.Object(
  {
    scanner: Type.Object(
      {
        name: Type.String({ maxLength: 200 }),
        version: Type.String({ maxLength: 100 }),
        capabilities: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }),
        clusters: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100, description: 'Where it can read pull secrets' }),
      },
      strict,
    ),
    database: Type.Optional(ScannerDatabase),
    kinds: Type.Array(Type.Enum([...JOB_KINDS]), { maxItems: JOB_KINDS.length }),
    max: Type.Integer({ minimum: 0, maximum: MAX_LEASED }),
    waitSeconds: Type.Integer({ minimum: 0, maximum: MAX_WAIT_SECONDS }),
    started: Type.Optional(Type.Boolean({ description: 'It has just started: what it had leased before is lost' })),
  },
  strict,
);
export type LeaseRequest = Static<typeof LeaseRequest>;

/** Where the secrets lie with which a cluster's pods pull; their values never reach the server. */
export const PullSecrets = Type.Object({ cluster: Type.String(), namespace: Type.String(), names: Type.Array(Type.String()) }, strict);
export type PullSecrets = Static<typeof PullSecrets>;

const lease = {
  id: Type.String(),
  lease: Type.String({ description: 'Proves that the job is still this scanner’s' }),
  attempt: Type.Integer({ minimum: 1 }),
};

export const InspectJob = Type.Object({
  ...lease,
  kind: Type.Literal('inspect'),
  reference: Type.String({ description: 'As it is written; its digest counts where there is one' }),
  digest: Type.Optional(Type.String({ description: 'That pods report: of an image or an index' })),
  platform: Type.Optional(Type.String()),
  known: Type.Array(Type.String(), { description: 'Digests of images that need not be read again' }),
  pullSecrets: Type.Array(PullSecrets),
});
export type InspectJob = Static<typeof InspectJob>;

export const ListTagsJob = Type.Object({
  ...lease,
  kind: Type.Literal('list-tags'),
  reference: Type.String({ description: 'The repository, without a tag' }),
  pullSecrets: Type.Array(PullSecrets),
});
export type ListTagsJob = Static<typeof ListTagsJob>;

export const MatchJob = Type.Object({
  ...lease,
  kind: Type.Literal('match'),
  digest: Type.String(),
  output: Type.String({ description: 'ImageOutput as it was stored: JSON, gzip, base64' }),
  known: Type.Optional(Type.String({ description: 'Hash of what was found before; when it is found again nothing is sent' })),
});
export type MatchJob = Static<typeof MatchJob>;

export const ScanJob = Type.Union([InspectJob, ListTagsJob, MatchJob]);
export type ScanJob = Static<typeof ScanJob>;

export const LeaseAnswer = Type.Object({ jobs: Type.Array(ScanJob, { maxItems: MAX_LEASED }) });
export type LeaseAnswer = Static<typeof LeaseAnswer>;
