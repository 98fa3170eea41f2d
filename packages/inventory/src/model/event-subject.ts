import { Unknown } from '@breakwater/cel';
import type { Event, EventContext } from '@breakwater/model';

/** Something that happened, with what is known around it. */
export interface EventSubject {
  readonly event: Event;
  readonly context: EventContext;
}

export type EventProcess = NonNullable<Event['process']>;

/** A fact of the process that an event speaks of; where the event names none, or its source does not record it, nothing is known. */
export function fromProcess(name: string, get: (process: EventProcess, event: Event) => unknown, missing?: unknown) {
  return ({ event }: EventSubject): unknown => {
    const { process } = event;
    if (process === undefined) return new Unknown(`process.${name}`, 'the event names no process');
    return get(process, event) ?? toMissing(event, `process.${name}`, missing);
  };
}

/** Our agent leaves out what is not so; of others it is not known. */
export function toMissing({ source }: Event, fact: string, missing: unknown): unknown {
  return source === undefined && missing !== undefined
    ? missing
    : new Unknown(fact, source === undefined ? 'nothing says it' : `${source} does not record it`);
}

type Parts = 'exit' | 'connect' | 'accept' | 'listen' | 'dns' | 'file' | 'privilege' | 'syscalls' | 'audit';

/** A fact of one part of an event; in an event of another type it is not there. */
export function fromPart<P extends Parts>(part: P, get: (value: NonNullable<Event[P]>, event: Event) => unknown) {
  return ({ event }: EventSubject): unknown => {
    const value = event[part];
    return value === undefined ? undefined : get(value as NonNullable<Event[P]>, event);
  };
}

/** A fact of what is known around an event; what was not looked at is not covered. */
export function fromContext<P extends keyof EventContext>(part: P, get: (value: NonNullable<EventContext[P]>) => unknown) {
  return ({ context }: EventSubject): unknown => {
    const value = context[part];
    return value === undefined
      ? new Unknown(`context.${part}`, `not covered: nothing was looked up for context.${part}`)
      : get(value as NonNullable<EventContext[P]>);
  };
}

/** An optional value of a part of the context that was looked at. */
export function orNotCovered(value: unknown, fact: string): unknown {
  return value ?? new Unknown(fact, 'not covered: nothing says it');
}
