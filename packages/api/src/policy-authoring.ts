import { Enforcement, Scope, Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { strict } from './strict.ts';

/** Longest text of one policy, in UTF-16 units. */
export const MAX_POLICY_TEXT = 64 * 1024;

/** One policy as YAML, as in the files that the command line reads. */
export const PolicyText = Type.String({ minLength: 1, maxLength: MAX_POLICY_TEXT, description: 'One policy as YAML' });

/** A change to a policy for a part of the world; the narrowest one wins. */
export const PolicySetting = Type.Object(
  {
    scope: Type.Unsafe<Scope>(Scope),
    enabled: Type.Optional(Type.Boolean()),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    enforcement: Type.Optional(Type.Unsafe<Enforcement>(Enforcement)),
  },
  strict,
);

/** What is wrong with a policy that is being written, with its place in the text. */
const PolicyIssue = Type.Object({
  code: Type.Enum(['unreadable', 'invalid', 'expression', 'example', 'taken', 'limit']),
  message: Type.String(),
  path: Type.Optional(Type.String({ description: 'Key that it stands at, as variables[0].expression' })),
  place: Type.Optional(
    Type.Object({
      line: Type.Integer({ minimum: 1 }),
      column: Type.Integer({ minimum: 1, description: 'In UTF-16 units' }),
    }),
  ),
});

const ExampleOutcome = Type.Object({
  kind: Type.Enum(['comply', 'violate']),
  name: Type.String(),
  holds: Type.Boolean(),
  problem: Type.Optional(Type.String({ description: 'Why it does not hold' })),
});

export const PolicyCheck = Type.Object({
  id: Type.Optional(Type.String({ description: 'Of the text, when it has the shape of a policy' })),
  target: Type.Optional(Type.String()),
  issues: Type.Array(PolicyIssue, { description: 'None: it may be saved' }),
  examples: Type.Array(ExampleOutcome, { description: 'Empty as long as something does not compile' }),
});

export const ImportReport = Type.Object({
  created: Type.Array(Type.String()),
  replaced: Type.Array(Type.String()),
});

/** A change of one policy: its text, its settings, or that it goes away. */
export const DryRunRequest = Type.Object(
  {
    text: Type.Optional(PolicyText),
    id: Type.Optional(Type.String({ description: 'An existing policy; the one that the text replaces, when there is a text' })),
    settings: Type.Optional(Type.Array(PolicySetting, { maxItems: 200, description: 'In the place of its settings' })),
    remove: Type.Optional(Type.Boolean({ description: 'As if it were deleted' })),
  },
  strict,
);

const DryRunPlace = Type.Object({
  change: Type.Enum(['opens', 'closes']),
  policy: Type.String(),
  severity: Severity,
  message: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  container: Type.String({ description: 'Empty where it is not about one' }),
  workload: Type.Optional(Type.String({ description: 'Id of the workload, where it is one' })),
});

const count = Type.Integer({ minimum: 0 });

/** Why an answer may not be whole. */
export const DRY_RUN_LIMITS = [
  'time',
  'objects',
  'not-synced',
  'unreadable',
  'not-stored',
  'undecided',
  'no-clusters',
  'not-deployed',
] as const;

export const DryRun = Type.Object({
  opens: count,
  closes: count,
  objects: Type.Integer({ minimum: 0, description: 'Objects with a violation that would open or close' }),
  byNamespace: Type.Array(
    Type.Object({ cluster: Type.String(), clusterName: Type.String(), namespace: Type.String(), opens: count, closes: count }),
  ),
  places: Type.Array(DryRunPlace, { description: 'The first 100, the most severe first' }),
  judged: Type.Integer({ minimum: 0, description: 'Objects that were judged' }),
  undecided: Type.Record(Type.String(), Type.Integer(), {
    description: 'How often it would come to review, not-evaluated or error, by state',
  }),
  limits: Type.Array(Type.Object({ code: Type.Enum([...DRY_RUN_LIMITS]), message: Type.String(), cluster: Type.Optional(Type.String()) }), {
    description: 'What the figures do not speak of; without any they are whole',
  }),
  milliseconds: count,
});
