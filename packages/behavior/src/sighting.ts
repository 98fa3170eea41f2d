import type { Event, EventContext } from '@breakwater/model';

/** An event with what is known of its other end, and of its pod. */
export interface Sighting {
  readonly event: Event;
  readonly peer?: EventContext['peer'];
  /** When its pod started: RFC 3339 UTC. */
  readonly startedAt?: string;
}
