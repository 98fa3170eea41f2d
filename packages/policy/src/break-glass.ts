import type { InventoryObject, Workload } from '@breakwater/inventory';

/**
 * `break-glass.breakwater/reason` on an object, or on its pod template, lets it through policies that would refuse it. The second person whom it names
 * confirms it on the namespace.
 */
const PREFIX = 'break-glass.breakwater/';
export const BREAK_GLASS = {
  reason: `${PREFIX}reason`,
  until: `${PREFIX}until`,
  approvedBy: `${PREFIX}approved-by`,
  confirmation: `${PREFIX}confirmation`,
} as const;

/** The policy that tells of every break-glass. Where it refuses, none counts. */
export const BREAK_GLASS_POLICY = 'break-glass-used';

const HOUR_MS = 3_600_000;
/** Without an end of its own it is over so long after the object was made. */
const DEFAULT_HOURS = 24;
/** What is to last longer is an exception, with an approver of its own. */
const MOST_HOURS = 7 * 24;
const MAX_REASON = 1000;
const MAX_NAME = 500;

/** What somebody wrote on an object to have it let through. */
export interface GlassBroken {
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Who is named as the second person; empty for nobody. */
  readonly approvedBy: string;
  /** Why it does not count; absent where it does. */
  readonly fault?: string;
}

/**
 * Reads the break-glass annotations of an object; undefined where there are none. `now` is in milliseconds, and stands for the time of making where the
 * object does not say it.
 */
export function readBreakGlass(object: InventoryObject, workload: Workload | undefined, now: number): GlassBroken | undefined {
  const annotations = { ...workload?.pod.annotations, ...object.annotations };
  const reason = annotations[BREAK_GLASS.reason];
  if (reason === undefined) return undefined;
  const made = Date.parse(String(object.metadata['creationTimestamp'] ?? ''));
  const end = annotations[BREAK_GLASS.until];
  const until = end === undefined ? (Number.isNaN(made) ? now : made) + DEFAULT_HOURS * HOUR_MS : Date.parse(end);
  const fault = findFault(reason, until, end, now);
  return {
    reason: reason.trim().slice(0, MAX_REASON),
    until: Number.isNaN(until) ? now : until,
    approvedBy: (annotations[BREAK_GLASS.approvedBy] ?? '').trim().slice(0, MAX_NAME),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** What a second person wrote on a namespace: break-glasses in it that name them are meant to be. */
export interface GlassConfirmation {
  /** User name of the cluster. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Reads `USER TIME`; undefined where it is something else. */
export function parseConfirmation(text: string): GlassConfirmation | undefined {
  const words = text.trim();
  const space = words.lastIndexOf(' ');
  const by = words.slice(0, Math.max(space, 0)).trim();
  const until = Date.parse(words.slice(space + 1));
  return by === '' || Number.isNaN(until) ? undefined : { by, until };
}

export function renderConfirmation({ by, until }: GlassConfirmation): string {
  return `${by} ${new Date(until).toISOString()}`;
}

/** Why a user may not write a confirmation; undefined where they may. `now` is in milliseconds. */
export function findConfirmationFault(text: string, user: string, now: number): string | undefined {
  const confirmation = parseConfirmation(text);
  if (confirmation === undefined) return `${BREAK_GLASS.confirmation} takes a user and a time, as 'bob 2030-01-31T12:00:00Z'`;
  if (confirmation.by !== user) return `only ${confirmation.by} may confirm break-glasses as ${confirmation.by}`;
  return confirmation.until > now + MOST_HOURS * HOUR_MS ? `a confirmation lasts for ${MOST_HOURS / 24} days at most` : undefined;
}

function findFault(reason: string, until: number, end: string | undefined, now: number): string | undefined {
  if (reason.trim() === '') return `${BREAK_GLASS.reason} has no reason`;
  if (Number.isNaN(until)) return `${BREAK_GLASS.until} is no time; write it as 2030-01-31T12:00:00Z`;
  if (until > now + MOST_HOURS * HOUR_MS) return `${BREAK_GLASS.until} is more than ${MOST_HOURS / 24} days ahead`;
  if (until > now) return undefined;
  const hint = end === undefined ? `, ${DEFAULT_HOURS} hours after the object was made; ${BREAK_GLASS.until} gives it another end` : '';
  return `the break-glass ended on ${new Date(until).toISOString()}${hint}`;
}
