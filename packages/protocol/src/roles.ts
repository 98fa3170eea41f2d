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
 * - POST reports: how responses stand; state by id, so that the newest counts.
 * - POST events: what the agent of a node saw, at least once, and how it is itself; also without an event, as a sign of life.
 * - POST facts: what the agent of a node found there below the workloads; `taken` is 0 where the server is not reached, and it is told again.
 */
export const ROLE_PATHS = {
  bundle: '/roles/admission/bundle',
  images: '/roles/admission/images',
  decisions: '/roles/admission/decisions',
  work: '/roles/responder/work',
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

/** Answer to what was sent: how many were taken, and why others were not. */
export const TakenAnswer = Type.Object({
  taken: Type.Integer({ minimum: 0 }),
  refused: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), message: Type.String() })),
});
export type TakenAnswer = Static<typeof TakenAnswer>;
