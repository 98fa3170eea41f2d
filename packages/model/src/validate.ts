import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { nearestName } from './nearest.ts';

/** One place where a value does not fit its schema. */
export interface SchemaIssue {
  /** Keys and list indexes from the root of the value. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All places where a value does not fit; empty when it does. Unknown keys are named with the nearest valid one. */
export function listSchemaIssues(schema: TSchema, value: unknown): readonly SchemaIssue[] {
  if (Value.Check(schema, value)) return [];
  const errors = Value.Errors(schema, value);
  // A misspelt key is also a missing one: what was written comes first, since that is what has to be mended.
  const ordered = [...errors.filter(isUnknownKey), ...errors.filter(error => !isUnknownKey(error))];
  return dropRepeated(ordered.flatMap(error => toIssues(schema, error)));
}

function isUnknownKey({ keyword }: ValueError): boolean {
  return keyword === 'additionalProperties';
}

interface ValueError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function toIssues(schema: TSchema, error: ValueError): readonly SchemaIssue[] {
  // An unknown key is reported by its object already.
  if (error.keyword === 'boolean') return [];
  const path = parsePointer(error.instancePath);
  const params = error.params as { additionalProperties?: readonly string[]; requiredProperties?: readonly string[] };
  if (isUnknownKey(error)) {
    const known = listProperties(schema, error.schemaPath);
    return (params.additionalProperties ?? []).map(key => ({ path: [...path, key], message: describeUnknownKey(key, known) }));
  }
  if (error.keyword === 'required') {
    return (params.requiredProperties ?? []).map(key => ({ path, message: `'${key}' is missing` }));
  }
  return [{ path, message: error.message }];
}

function describeUnknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === undefined
    ? `'${key}' is not a known key; known are ${known.join(', ')}`
    : `'${key}' is not a known key; did you mean '${nearest}'?`;
}

/** Follows the schema path of an error to the properties that its object may have. */
function listProperties(schema: TSchema, schemaPath: string): readonly string[] {
  let current: unknown = schema;
  for (const step of parsePointer(schemaPath.replace(/^#/, '')))
    current = (current as Record<string | number, unknown> | undefined)?.[step];
  return Object.keys((current as { properties?: object } | undefined)?.properties ?? {});
}

/** Alternatives of a union complain of the same thing. */
function dropRepeated(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  return issues.filter((issue, index) => issues.findIndex(other => other.message === issue.message && samePath(other, issue)) === index);
}

function samePath(a: SchemaIssue, b: SchemaIssue): boolean {
  return a.path.length === b.path.length && a.path.every((step, index) => step === b.path[index]);
}

function parsePointer(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step));
}
