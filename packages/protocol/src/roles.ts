import { ResponseRecord } from '@breakwater/model';
import { type Static, Type } from 'typebox';
import { MAX_DECISIONS } from './admission.ts';
import { ResponseWork } from './response.ts';

/** Roles that ask the sensor of their cluster, and tell it. Each has a process and a service account of its own. */
export const ROLE_NAMES = ['admission', 'agent', 'responder'] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

/** Audience of the service account tokens that roles present: good for the sensor, and for nothing else. */
export const ROLE_AUDIENCE = 'breakwater-sensor';

/**
 * What a role asks for on the sensor's role port, each for the role that its path names:
 * - GET bundle: what admission decides by, as JSON; `etag` names it, `if-none-match` and `?wait=SECONDS` ask for the next one (304 when none came);
 *   `?replica=JSON` is what the process says of itself (ReplicaWord).
 * - POST images: images that admission waits for and nothing is known of, so that somebody reads them.
 * - POST decisions: what admission decided, at least once; an id that is known is taken again without effect.
 * - GET work: `?after=N&wait=SECONDS`, what the responder is to do, in the order of `sequence`.
 * - GET processes: `?pod=UID`, what runs in a pod by what agents told; empty where none has told of it.
 * - POST reports: how responses stand; state by id, so that the newest counts.
 * - POST events: what the agent of a node saw, at least once, and how it is itself; also without an event, as a sign of life.
 * - POST facts: what the agent of a node found there below the workloads; `taken` is 0 where the server is not reached, and it is told again.
 */
export const ROLE_PATHS = {
  bundle: '/roles/admission/bundle',
  images: '/roles/admission/images',
  decisions: '/roles/admission/decisions',
  work: '/roles/responder/work',
  processes: '/roles/responder/processes',
  reports: '/roles/responder/reports',
  events: '/roles/agent/events',
  facts: '/roles/agent/facts',
} as const;

/** How long the sensor lets a role wait for something new, at most. */
export const MAX_ROLE_WAIT_SECONDS = 20;
/** Longest body that a role sends, in bytes. */
export const MAX_ROLE_BODY = 8 * 1024 * 1024;
/** Work of one answer, and reports of one POST. */
export const MAX_WORK = 100;

const strict = { additionalProperties: false } as const;

/** Checked one by one, so that one that is wrong does not hold up the others. */
export const DecisionsRequest = Type.Object({ decisions: Type.Array(Type.Unknown(), { maxItems: MAX_DECISIONS }) }, strict);
export type DecisionsRequest = Static<typeof DecisionsRequest>;

export const WorkAnswer = Type.Object({
  work: Type.Array(Type.Object({ sequence: Type.Integer({ minimum: 1 }), work: ResponseWork }), { maxItems: MAX_WORK }),
});
export type WorkAnswer = Static<typeof WorkAnswer>;

export const ReportsRequest = Type.Object({ reports: Type.Array(ResponseRecord, { maxItems: MAX_WORK }) }, strict);
export type ReportsRequest = Static<typeof ReportsRequest>;

const Endpoint = Type.Object({ address: Type.String(), port: Type.Integer() }, strict);

export const PodProcess = Type.Object(
  {
    id: Type.String(),
    parentId: Type.Optional(Type.String()),
    pid: Type.Optional(Type.Integer()),
    container: Type.Optional(Type.String()),
    exe: Type.String(),
    argv: Type.Array(Type.String()),
    uid: Type.Integer(),
    layer: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String()),
    seen: Type.String({ description: 'When it was told of last: RFC 3339 UTC' }),
  },
  strict,
);
export type PodProcess = Static<typeof PodProcess>;

export const PodSocket = Type.Object(
  {
    process: Type.String({ description: 'Id of the process' }),
    state: Type.Enum(['listening', 'accepted', 'connected']),
    protocol: Type.String(),
    local: Endpoint,
    remote: Type.Optional(Endpoint),
    result: Type.Optional(Type.String()),
    seen: Type.String(),
  },
  strict,
);
export type PodSocket = Static<typeof PodSocket>;

/** What runs in a pod and what it is connected to, as far as agents told of it since a moment. */
export const PodProcesses = Type.Object(
  { since: Type.String(), processes: Type.Array(PodProcess), sockets: Type.Array(PodSocket) },
  strict,
);
export type PodProcesses = Static<typeof PodProcesses>;

export const ProcessesAnswer = Type.Object({ processes: Type.Optional(PodProcesses) }, strict);
export type ProcessesAnswer = Static<typeof ProcessesAnswer>;

/** Answer to what was sent: how many were taken, and why others were not. */
export const TakenAnswer = Type.Object({
  taken: Type.Integer({ minimum: 0 }),
  refused: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), message: Type.String() })),
});
export type TakenAnswer = Static<typeof TakenAnswer>;
