import { type Static, Type } from 'typebox';
import { Severity } from '../severity.ts';
import { State } from '../state.ts';
import { Exception } from './exception.ts';
import { Fix } from './fix.ts';
import { Location } from './location.ts';
import { ObjectReference } from './object-reference.ts';

/** One fact that a verdict rests on. */
export const Evidence = Type.Object(
  {
    source: Type.String({ description: 'Where it was seen: manifest, api-default, reference, image, …' }),
    path: Type.String({ description: 'Field path inside the source, empty for the whole' }),
    value: Type.Unknown({ description: 'What was found there; null for nothing; secrets redacted' }),
  },
  { $id: 'evidence', description: 'One fact that a verdict rests on' },
);
export type Evidence = Static<typeof Evidence>;

/** Ids of the controls that a policy helps to decide, by framework. */
export const Standards = Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Control ids by framework' });
export type Standards = Static<typeof Standards>;

/** What one policy says about one target. */
export const Result = Type.Object(
  {
    policy: Type.String(),
    state: State,
    severity: Severity,
    message: Type.String(),
    target: ObjectReference,
    container: Type.Optional(Type.String()),
    path: Type.Optional(Type.String({ description: 'Field path inside the object' })),
    location: Type.Optional(Location),
    standards: Standards,
    remediation: Type.String(),
    fix: Type.Optional(Type.Array(Fix)),
    exception: Type.Optional(Exception),
    evidence: Type.Array(Evidence),
  },
  { $id: 'result', description: 'What one policy says about one target' },
);
export type Result = Static<typeof Result>;
