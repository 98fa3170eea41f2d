import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../severity.ts';
import { STATES } from '../state.ts';
import { Problem } from './problem.ts';
import { Result } from './result.ts';

const counts = (keys: readonly string[]) => Type.Object(Object.fromEntries(keys.map(key => [key, Type.Integer({ minimum: 0 })])));

/** How much was looked at and what came out. */
export const CheckSummary = Type.Object(
  {
    files: Type.Integer(),
    documents: Type.Integer(),
    objects: Type.Integer({ description: 'Kubernetes objects judged' }),
    events: Type.Optional(Type.Integer({ description: 'Events judged, where events are; `objects` is the same number then' })),
    workloads: Type.Integer(),
    unknownKinds: Type.Record(Type.String(), Type.Integer(), { description: 'Objects of kinds that no policy knows, by apiVersion/kind' }),
    policies: Type.Integer({ description: 'Policies that took part' }),
    states: counts(STATES),
    severities: { ...counts(SEVERITIES), description: 'Findings (state fail) by severity' },
    problems: Type.Integer(),
  },
  { $id: 'check-summary', description: 'How much was looked at and what came out' },
);
export type CheckSummary = Static<typeof CheckSummary>;

/** What `breakwater check --format json` prints. */
export const CheckOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/check'),
    version: Type.String({ description: 'Version of the shape' }),
    results: Type.Array(Result),
    problems: Type.Array(Problem),
    summary: CheckSummary,
  },
  { $id: 'check-output', description: 'What `breakwater check --format json` prints' },
);
export type CheckOutput = Static<typeof CheckOutput>;
