import { expect, test } from 'vitest';
import { suite } from './range.ts';

test.each<[input: object, got: unknown]>([
  [{ scheme: 'npm', version: '1.2.9', constraint: '^1.2.3' }, true],
  [{ scheme: 'pypi', version: '2.0', constraint: '<2' }, false],
  [{ scheme: 'deb', version: '1.0-1', constraint: 'vers:deb/<1.0-2' }, true],
  [{ scheme: 'npm', version: 'x', constraint: '*' }, { error: "'x' is no version of scheme npm" }],
  [{ scheme: 'npm', version: '1.0.0', constraint: '~~1' }, { error: "'~~1' is no constraint on versions of scheme npm" }],
])('%j', (input, got) => {
  expect(suite.run({ ...input })).toStrictEqual(got);
});

test('refuses what is no case', () => {
  expect(() => suite.run({ scheme: 'npm', version: 1 })).toThrow(
    "a case of suite range has the texts 'scheme', 'version' and 'constraint'",
  );
});
