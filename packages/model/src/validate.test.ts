import process from 'node:process';
import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { CheckOutput } from './shapes/output.ts';
import { Policy } from './shapes/policy.ts';
import { listSchemaIssues } from './validate.ts';

const Shape = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    size: Type.Optional(Type.Integer({ minimum: 0 })),
    level: Type.Optional(Type.Enum(['low', 'high'])),
    tags: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    inner: Type.Optional(Type.Object({ key: Type.String() }, { additionalProperties: false })),
    map: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z]+$' }), Type.Integer())),
  },
  { additionalProperties: false },
);

/** A value, and every issue as `path: message`. */
describe('listSchemaIssues', () => {
  test.each<[unknown, readonly string[]]>([
    [{ name: 'a' }, []],
    [{ name: 'a', size: 0, level: 'low', tags: ['x'], inner: { key: 'k' }, map: { a: 1 } }, []],
    [{}, [": 'name' is missing"]],
    [{ name: 'a', siez: 1 }, ["siez: 'siez' is not a known key; did you mean 'size'?"]],
    [{ name: 'a', zzzzzzzz: 1 }, ["zzzzzzzz: 'zzzzzzzz' is not a known key; known are name, size, level, tags, inner, map"]],
    [{ nmae: 'a' }, ["nmae: 'nmae' is not a known key; did you mean 'name'?", ": 'name' is missing"]],
    [{ name: 'a', inner: { kye: 'x', key: 'k' } }, ["inner.kye: 'kye' is not a known key; did you mean 'key'?"]],
    [{ name: 'a', inner: {} }, ["inner: 'key' is missing"]],
    [{ name: 1 }, ['name: must be string']],
    [{ name: '' }, ['name: must not have fewer than 1 characters']],
    [{ name: 'a', size: 1.5 }, ['size: must be integer']],
    [{ name: 'a', size: -1 }, ['size: must be >= 0']],
    [{ name: 'a', level: 'medium' }, ['level: must be equal to one of the allowed values']],
    [{ name: 'a', tags: [] }, ['tags: must not have fewer than 1 items']],
    [{ name: 'a', tags: ['x', 1] }, ['tags.1: must be string']],
    [{ name: 'a', map: { a: 'x' } }, ['map.a: must be integer']],
    [[], [': must be object']],
    [null, [': must be object']],
    ['text', [': must be object']],
    [
      JSON.parse('{"name": "a", "__proto__": 1}'),
      ["__proto__: '__proto__' is not a known key; known are name, size, level, tags, inner, map"],
    ],
    [{ name: 'a', 'a/b~c': 1 }, ["a/b~c: 'a/b~c' is not a known key; known are name, size, level, tags, inner, map"]],
  ])('%j', (value, expected) => {
    expect(listSchemaIssues(Shape, value).map(({ path, message }) => `${path.join('.')}: ${message}`)).toStrictEqual(expected);
  });

  test('a list index is a number in the path, a key stays a text', () => {
    expect(listSchemaIssues(Shape, { name: 'a', tags: [1] }).map(({ path }) => path)).toStrictEqual([['tags', 0]]);
  });

  test.each([
    ['a policy without anything', Policy, {}],
    ['an output of junk', CheckOutput, { results: Array.from({ length: 10_000 }, () => ({ a: 1 })) }],
    ['a policy of junk', Policy, Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key-${index}`, index]))],
  ])('%s has issues, soon', (_, schema, value) => {
    const start = process.threadCpuUsage();
    expect(listSchemaIssues(schema, value).length).toBeGreaterThan(0);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
  });
});
