import { ImageContent, ImageOutput, listSchemaIssues, NotEvaluated, type SchemaIssue, Vulnerability } from '@breakwater/model';
import { type Static, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

/** Bytes of a result once it is unpacked. */
export const MAX_RESULT_BYTES = 64 * 1024 * 1024;
/** Tags of a repository that are looked at. */
export const MAX_TAGS = 10_000;

export const SCAN_PHASES = ['resolve', 'layers', 'match', 'send'] as const;

/** POST progress; it also extends the lease. */
export const ScanProgress = Type.Object({ phase: Type.Enum([...SCAN_PHASES]), done: Count, total: Count }, strict);
export type ScanProgress = Static<typeof ScanProgress>;

/** Answer to progress: whether to stop, since nobody wants the answer any more. */
export const ProgressAnswer = Type.Object({ cancelled: Type.Boolean() });
export type ProgressAnswer = Static<typeof ProgressAnswer>;

/** POST failure. */
export const ScanFailure = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][a-z-]{0,60}$', description: 'As packages/image or packages/kube name it' }),
    message: Type.String({ maxLength: 2000 }),
    retryable: Type.Boolean({ description: 'Whether it may go better soon, without anybody doing anything' }),
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400, description: 'As the registry asked' })),
  },
  strict,
);
export type ScanFailure = Static<typeof ScanFailure>;

/** What is known of the packages of an image by one advisory database. */
export const ScanMatch = Type.Object(
  {
    database: Type.Object(
      { digest: Type.String({ pattern: '^[0-9a-f]{64}$' }), built: Type.String({ minLength: 1, maxLength: 40 }) },
      strict,
    ),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of findings and gaps: the same for the same' }),
    findings: Type.Optional(Type.Array(Vulnerability, { description: 'Absent when they are those that the job named by their hash' })),
    notEvaluated: Type.Array(NotEvaluated),
    layers: Type.Array(Type.String(), { description: 'Ids of layers from the lowest, as package.layer has them' }),
  },
  strict,
);
export type ScanMatch = Static<typeof ScanMatch>;

export const InspectResult = Type.Object(
  {
    kind: Type.Literal('inspect'),
    digest: Digest,
    output: ImageOutput,
    content: ImageContent,
    catalogers: Type.String({ maxLength: 20_000, description: 'What read it, with versions' }),
    match: Type.Optional(ScanMatch),
  },
  strict,
);

const MatchResult = Type.Object({ kind: Type.Literal('match'), match: ScanMatch }, strict);

const ListTagsResult = Type.Object(
  { kind: Type.Literal('list-tags'), tags: Type.Array(Type.String({ maxLength: 128 }), { maxItems: MAX_TAGS }) },
  strict,
);

/** The reference stands for an image that the job said is known. */
const SameResult = Type.Object({ kind: Type.Literal('same'), digest: Digest }, strict);

const RESULTS = { inspect: InspectResult, same: SameResult, match: MatchResult, 'list-tags': ListTagsResult } as const;

/** PUT result, as gzip. */
export type ScanResult = Static<(typeof RESULTS)[keyof typeof RESULTS]>;

/** Why a value is no such result; empty when it is one. */
export function listResultIssues(kind: ScanResult['kind'], value: unknown): readonly SchemaIssue[] {
  return compile(kind).Check(value) ? [] : listSchemaIssues(RESULTS[kind], value).slice(0, 1);
}

const compiled = new Map<string, Validator>();

/** Made when first asked for: results are large, and walking a schema takes many times as long. */
function compile(kind: ScanResult['kind']): Validator {
  const validator = compiled.get(kind) ?? Compile(RESULTS[kind]);
  compiled.set(kind, validator);
  return validator;
}
