import type { Event, EventContext } from '@breakwater/model';
import type { Sighting } from './sighting.ts';

export type Signal = NonNullable<EventContext['signals']>[number];

/** What is known of an event when detectors look at it. */
export interface Noticed extends Sighting {
  readonly baseline: EventContext['baseline'];
  /** Time of the event in milliseconds since 1970. */
  readonly now: number;
}

/** What a detector remembers; bounded, whatever comes. */
export interface Watch {
  /** What it says of an event, once it has seen enough; again when it has seen twice as much. */
  notice(noticed: Noticed): { readonly detail: string; readonly count: number } | undefined;
  /** Things that are remembered. */
  readonly size: number;
}

/** Something that shows only in several events. */
export interface Detector {
  /** The name of the file. */
  readonly name: string;
  /** What it looks for, in one line. */
  readonly doc: string;
  readonly watches: readonly Event['type'][];
  readonly create: () => Watch;
}
