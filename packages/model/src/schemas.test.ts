import { describe, expect, test } from 'vitest';
import { toJsonSchema } from './json-schema.ts';
import { schemas } from './schemas.generated.ts';

/** What `breakwater schema NAME` prints: https://json-schema.org/draft/2020-12 */
describe.each(Object.entries(schemas))('%s', (name, schema) => {
  const document = toJsonSchema(schema);

  test('is a JSON Schema document with its own name and a description', () => {
    expect(document).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: name,
      description: expect.stringMatching(/^[A-Z]/),
    });
    expect(Object.keys(document).filter(key => key === 'type' || key === 'anyOf')).toHaveLength(1);
  });

  test('is plain JSON, spelled out: no reference, no second name, no unset keyword', () => {
    expect(document).toStrictEqual(JSON.parse(JSON.stringify(document)));
    const { $id: _, ...body } = document;
    expect(JSON.stringify(body)).not.toMatch(/"\$(?:id|ref)"/);
  });

  test('names properties that are there, in every object', () => {
    expect(listObjects(document).flatMap(({ required, properties }) => required.filter(key => !properties.includes(key)))).toStrictEqual(
      [],
    );
  });
});

test('names are kebab case and sorted', () => {
  const names = Object.keys(schemas);
  expect(names).toStrictEqual(names.toSorted());
  expect(names.filter(name => !/^[a-z]+(?:-[a-z]+)*$/.test(name))).toStrictEqual([]);
});

/** Every object schema below a value; a keyword map such as `properties` is none itself. */
function listObjects(value: unknown): readonly { required: readonly string[]; properties: readonly string[] }[] {
  if (Array.isArray(value)) return value.flatMap(listObjects);
  if (typeof value !== 'object' || value === null) return [];
  const schema = value as Readonly<Record<string, unknown>>;
  const inner = Object.values(schema).flatMap(listObjects);
  if (schema['type'] !== 'object') return inner;
  return [{ required: (schema['required'] ?? []) as readonly string[], properties: Object.keys(schema['properties'] ?? {}) }, ...inner];
}
