import type { Event, EventContext } from '@breakwater/model';

type Raw = Readonly<Record<string, unknown>>;

/** An event of a recording, with what is known around it where the recording says it. */
export interface RecordedEvent {
  readonly event: Event;
  readonly context?: EventContext;
}

/** What one line of a recording holds. */
export interface Reading {
  readonly events: readonly RecordedEvent[];
  /** What could not be read of it, in words. */
  readonly faults: readonly string[];
  /** What it is where it tells nothing that policies judge, as `rate_limit_info`; counted, and no fault. */
  readonly ignored?: string;
}

/** How somebody writes events down. */
export interface Recording {
  readonly name: string;
  readonly doc: string;
  /** Whether an object is one of its own. */
  readonly isOf: (value: Raw) => boolean;
  /** `id` stands for the place of the line, and makes ids of events unique where the recording has none. Never throws. */
  readonly read: (value: Raw, id: string) => Reading;
}
