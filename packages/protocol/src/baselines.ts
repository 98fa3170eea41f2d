import { BehaviorSubject, Event as RuntimeEvent } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** What both ends say in their capabilities that tell of baselines and change them; to another neither is sent. */
export const KNOWS_BASELINES = 'baselines';

/** Changes of one frame. */
export const MAX_BASELINE_CHANGES = 10;
/** Entries, and events, of one change. */
export const MAX_CHANGED_ENTRIES = 100;
export const MAX_CHANGED_EVENTS = 20;

export const BASELINE_CHANGES = ['lock', 'unlock', 'remove', 'allow'] as const;

const strict = { additionalProperties: false } as const;
const Id = Type.String({ minLength: 1, maxLength: 100 });

/** What somebody wants of a baseline. */
export const BaselineChange = Type.Object(
  {
    id: Id,
    subject: BehaviorSubject,
    change: Type.Enum([...BASELINE_CHANGES], { description: 'unlock: learn on; remove: not learn again; allow: know from now on' }),
    entries: Type.Array(Type.String({ maxLength: 5000 }), {
      maxItems: MAX_CHANGED_ENTRIES,
      description: 'Lines, as `process init /bin/sh`',
    }),
    events: Type.Array(RuntimeEvent, { maxItems: MAX_CHANGED_EVENTS, description: 'To be allowed as they were seen' }),
    by: Type.String({ maxLength: 300 }),
  },
  strict,
);
export type BaselineChange = Static<typeof BaselineChange>;

/** What is to be changed; sent again on every connection until it is answered, so that it is known by its id. */
export const BaselineChangesFrame = Type.Object(
  { type: Type.Literal('baseline-changes'), changes: Type.Array(BaselineChange, { maxItems: MAX_BASELINE_CHANGES }) },
  strict,
);
export type BaselineChangesFrame = Static<typeof BaselineChangesFrame>;

/** What came of a change. */
export const BaselineOutcome = Type.Object(
  {
    id: Id,
    state: Type.Enum(['applied', 'refused']),
    message: Type.String({ maxLength: 2000, description: 'Why not, or what of it there was nothing to do for; else empty' }),
  },
  strict,
);
export type BaselineOutcome = Static<typeof BaselineOutcome>;
