import { expect, test } from 'vitest';
import { suite } from './purl.ts';

const PARTS = { type: 'npm', namespace: '@babel', name: 'core', version: '7.0.0', qualifiers: null, subpath: null };

test.each<[object, unknown]>([
  [{ test_type: 'parse', input: 'pkg:npm/%40babel/core@7.0.0' }, PARTS],
  [{ test_type: 'build', input: PARTS }, 'pkg:npm/%40babel/core@7.0.0'],
  [{ test_type: 'validate', input: 'pkg:NPM/@babel/Core@7.0.0' }, 'pkg:npm/%40babel/core@7.0.0'],
  [{ test_type: 'parse', input: 'pkg:maven/a@1' }, { error: 'a package URL of type maven has a namespace' }],
])('%j', (input, expected) => {
  expect(suite.run(input as Readonly<Record<string, unknown>>)).toStrictEqual(expected);
});

test.each([
  { test_type: 'parse', input: {} },
  { test_type: 'build', input: { name: 5 } },
  { test_type: 'other', input: 'pkg:npm/a' },
])('%j is no case', input => {
  expect(() => suite.run(input)).toThrow(/^a case of suite purl has a 'test_type'/);
});
