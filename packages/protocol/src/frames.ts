import { type Static, Type } from 'typebox';
import { KnownAgent, MAX_TOLD_AGENTS } from './agents.ts';
import { BaselineChangesFrame } from './baselines.ts';
import { EventsFrame, EventsStored } from './events.ts';
import { ImageFactsFrame, KnownImages } from './image-facts.ts';
import { ITEM_TYPES, Item, MAX_KEY } from './items.ts';
import { NodeFactsFrame } from './node-facts.ts';
import { PolicySet } from './policy-set.ts';
import { AdmissionReplica, MAX_REPLICAS } from './replicas.ts';
import { ResponseWorkFrame } from './response.ts';
import { WantedImagesFrame } from './wanted-images.ts';

/** Longest frame, in bytes of UTF-8; larger objects are left out by the sensor with a Problem. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;
/** A batch is sent at this many items, this many bytes, or after this time. */
export const BATCH = { items: 100, bytes: 1024 * 1024, milliseconds: 50 } as const;
/** Items that the server takes in one batch. */
export const MAX_ITEMS = 1000;
/** Entries of one page of hashes. */
export const HASH_PAGE = 5000;
/** Batches that may be on their way without an acknowledgement. */
export const MAX_UNACKNOWLEDGED = 8;

const strict = { additionalProperties: false } as const;
const Time = Type.String({ description: 'RFC 3339 UTC' });
const Count = Type.Integer({ minimum: 0 });

export const CLUSTER_TYPES = ['kubernetes', 'folder'] as const;

/** First frame of a sensor. */
export const Hello = Type.Object(
  {
    type: Type.Literal('hello'),
    protocol: Type.Integer(),
    version: Type.String({ description: 'Of the sensor' }),
    capabilities: Type.Array(Type.String()),
    cluster: Type.Object(
      {
        id: Type.String({ minLength: 1, maxLength: 300, description: 'uid of the namespace kube-system, or file: and a name' }),
        name: Type.String({ maxLength: 200 }),
        type: Type.Enum([...CLUSTER_TYPES]),
        version: Type.Optional(Type.String({ description: 'Of Kubernetes, as v1.36.3' })),
        distribution: Type.Optional(Type.String()),
      },
      strict,
    ),
    time: Time,
    revision: Type.Integer({ minimum: 0, description: 'Of the policy set that it decides by; 0 for the built-in one' }),
  },
  strict,
);
export type Hello = Static<typeof Hello>;

/** Items in order; acknowledged as a whole once they are stored. `sequence` counts from 1 on each connection. */
export const Batch = Type.Object(
  { type: Type.Literal('batch'), sequence: Type.Integer({ minimum: 1 }), items: Type.Array(Item, { maxItems: MAX_ITEMS }) },
  strict,
);
export type Batch = Static<typeof Batch>;

/** The differences are all sent: the server's picture is whole. */
export const Synced = Type.Object({ type: Type.Literal('synced'), sequence: Type.Integer({ minimum: 1 }) }, strict);
export type Synced = Static<typeof Synced>;

/** Health, every 10 seconds and when something changes. */
export const Status = Type.Object(
  {
    type: Type.Literal('status'),
    time: Time,
    revision: Count,
    objects: Count,
    spool: Type.Object({ items: Count, bytes: Count, dropped: Count }, strict),
    memory: Type.Integer({ minimum: 0, description: 'Bytes' }),
    events: Type.Optional(
      Type.Object(
        { items: Count, bytes: Count, dropped: Count },
        { ...strict, description: 'Those that wait; only to servers that take events' },
      ),
    ),
    replicas: Type.Optional(
      Type.Array(AdmissionReplica, {
        maxItems: MAX_REPLICAS,
        description: 'Of admission, heard of within the hour; only to servers that take them',
      }),
    ),
    agents: Type.Optional(
      Type.Array(KnownAgent, { maxItems: MAX_TOLD_AGENTS, description: 'Heard of within the day; only to servers that take them' }),
    ),
  },
  strict,
);
export type Status = Static<typeof Status>;

export const SensorFrame = Type.Union([Hello, Batch, Synced, Status, KnownImages, WantedImagesFrame, EventsFrame, NodeFactsFrame]);
export type SensorFrame = Static<typeof SensorFrame>;

/** Answer to hello. */
export const Welcome = Type.Object(
  {
    type: Type.Literal('welcome'),
    protocol: Type.Integer(),
    version: Type.String(),
    capabilities: Type.Array(Type.String()),
    time: Time,
  },
  strict,
);
export type Welcome = Static<typeof Welcome>;

/** What the server has, page after page, type after type; the last page of the last type has `last`. */
export const Hashes = Type.Object(
  {
    type: Type.Literal('hashes'),
    of: Type.Enum([...ITEM_TYPES]),
    entries: Type.Array(Type.Tuple([Type.String({ maxLength: MAX_KEY }), Type.String({ maxLength: 64 })]), { maxItems: HASH_PAGE }),
    last: Type.Boolean(),
  },
  strict,
);
export type Hashes = Static<typeof Hashes>;

/** Everything up to this sequence number is stored. */
export const Acknowledge = Type.Object({ type: Type.Literal('acknowledge'), sequence: Type.Integer({ minimum: 1 }) }, strict);
export type Acknowledge = Static<typeof Acknowledge>;

export const PolicySetFrame = Type.Object({ type: Type.Literal('policy-set'), set: PolicySet }, strict);
export type PolicySetFrame = Static<typeof PolicySetFrame>;

/** A sensor that says this in its hello knows the refusal of that name; another is told `server-busy`. */
export const KNOWS_REPLACED = 'connection-replaced';

export const REFUSAL_CODES = [
  'protocol-unsupported',
  'frame-invalid',
  'frame-too-large',
  'sequence-wrong',
  'cluster-mismatch',
  'cluster-removed',
  'clock-skew',
  'connection-replaced',
  'server-busy',
] as const;

/** Why the server closes the connection. */
export const Refused = Type.Object({ type: Type.Literal('refused'), code: Type.Enum([...REFUSAL_CODES]), message: Type.String() }, strict);
export type Refused = Static<typeof Refused>;

export const ServerFrame = Type.Union([
  Welcome,
  Hashes,
  Acknowledge,
  PolicySetFrame,
  ImageFactsFrame,
  EventsStored,
  ResponseWorkFrame,
  BaselineChangesFrame,
  Refused,
]);
export type ServerFrame = Static<typeof ServerFrame>;
