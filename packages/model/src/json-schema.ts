import type { TSchema } from 'typebox';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** One self-contained JSON Schema document: a shape inside another one is spelled out, and only the document has an id. */
export function toJsonSchema(schema: TSchema): Record<string, unknown> {
  const body = JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === '$id' ? undefined : value))) as Record<string, unknown>;
  const { $id } = schema as { $id?: string };
  return { $schema: DIALECT, ...($id === undefined ? {} : { $id }), ...body };
}
