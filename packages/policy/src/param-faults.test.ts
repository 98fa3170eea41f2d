import { expect, test } from 'vitest';
import { findParamFault } from './param-faults.ts';
import { buildDefinition } from './testing/build.ts';

const definition = buildDefinition({
  params: {
    names: { type: 'list(string)', default: [], doc: 'Names' },
    most: { type: 'int', default: 1, doc: 'Most' },
    tags: { type: 'map(string, string)', default: {}, doc: 'Tags' },
  },
});

test.each<[Readonly<Record<string, unknown>>, string | undefined]>([
  [{}, undefined],
  [{ names: ['a', "it's"], most: 3, tags: { a: 'b' } }, undefined],
  [{ names: [], tags: {} }, undefined],
  [{ names: [1] }, "parameter 'names' of policy 'test-policy' takes list(string)"],
  [{ names: 'a' }, "parameter 'names' of policy 'test-policy' takes list(string)"],
  [{ most: 1.5 }, "parameter 'most' of policy 'test-policy' takes int"],
  [{ most: null }, "parameter 'most' of policy 'test-policy' takes int"],
  [{ name: [] }, "policy 'test-policy' has no parameter 'name'; did you mean 'names'?"],
  [{ other: 1 }, "policy 'test-policy' has no parameter 'other'; it takes names, most, tags"],
])('%j', (values, expected) => {
  expect(findParamFault(definition, values)).toBe(expected);
});

test('a policy without parameters takes none', () => {
  expect(findParamFault(buildDefinition(), { a: 1 })).toBe("policy 'test-policy' has no parameter 'a'; it takes none");
});
