import { listSchemaIssues, ResponseRecord, Event as RuntimeEvent, type SchemaIssue } from '@breakwater/model';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { AdmissionDecision } from './admission.ts';
import { BaselineOutcome } from './baselines.ts';

/** What a server says in its capabilities that takes events; to another they are not sent, and wait. */
export const KNOWS_EVENTS = 'events';

/** What happened, as against what is there: an event is told once, never compared, and never taken back. */
export const EVENT_TYPES = ['admission', 'response', 'runtime', 'baseline-change'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Events of one frame, and their bytes together unless it is a single one. */
export const MAX_EVENTS = 500;
export const MAX_EVENT_BYTES = 1024 * 1024;

const strict = { additionalProperties: false } as const;

/** Shape of an event's body by its type. */
const BODIES = {
  admission: AdmissionDecision,
  response: ResponseRecord,
  runtime: RuntimeEvent,
  'baseline-change': BaselineOutcome,
} as const satisfies Readonly<Record<EventType, TSchema>>;

const TypedEvent = <T extends EventType>(type: T) =>
  Type.Object(
    {
      type: Type.Literal(type),
      id: Type.String({
        minLength: 1,
        maxLength: 400,
        description: 'Of the event in its cluster; one that comes again stands for the same',
      }),
      time: Type.String({ maxLength: 40, description: 'RFC 3339 UTC' }),
      body: BODIES[type],
    },
    strict,
  );

const EVENTS = {
  admission: TypedEvent('admission'),
  response: TypedEvent('response'),
  runtime: TypedEvent('runtime'),
  'baseline-change': TypedEvent('baseline-change'),
} as const;

export type Event = { [T in EventType]: Static<(typeof EVENTS)[T]> }[EventType];

/**
 * Events in order. They are checked one by one by whoever takes them: one that is not understood is left out, since it would not be understood at the
 * next attempt either, and all others behind it would wait for ever. `sequence` counts from 1 on each connection, apart from that of batches.
 */
export const EventsFrame = Type.Object(
  { type: Type.Literal('events'), sequence: Type.Integer({ minimum: 1 }), events: Type.Array(Type.Unknown(), { maxItems: MAX_EVENTS }) },
  strict,
);
export type EventsFrame = Static<typeof EventsFrame>;

/** Every frame of events up to this one is stored. */
export const EventsStored = Type.Object({ type: Type.Literal('events-stored'), sequence: Type.Integer({ minimum: 1 }) }, strict);
export type EventsStored = Static<typeof EventsStored>;

const compiled = new Map<EventType, Validator>();

/** Why a value is no event; empty when it is one. */
export function listEventIssues(value: unknown): readonly SchemaIssue[] {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  const known = EVENT_TYPES.find(candidate => candidate === type);
  if (known === undefined) return [{ path: ['type'], message: `no event is called '${String(type).slice(0, 100)}'` }];
  const validator = compiled.get(known) ?? Compile(EVENTS[known]);
  compiled.set(known, validator);
  return validator.Check(value) ? [] : listSchemaIssues(EVENTS[known], value);
}
