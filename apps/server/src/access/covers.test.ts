import type { Scope } from '@breakwater/model';
import { expect, test } from 'vitest';
import { isCovered } from './covers.ts';
import { findUnusablePart, toLikePattern } from './visible.ts';

test.each<[Scope, Scope, boolean]>([
  [{}, {}, true],
  [{ namespaces: ['a'] }, {}, true],
  [{}, { namespaces: ['a'] }, false],
  [{ namespaces: [] }, { namespaces: ['a'] }, false],
  [{ namespaces: ['a'] }, { namespaces: ['a', 'b'] }, true],
  [{ namespaces: ['a', 'c'] }, { namespaces: ['a', 'b'] }, false],
  [{ namespaces: ['team-a-web'] }, { namespaces: ['team-a-*'] }, true],
  [{ namespaces: ['team-a-*'] }, { namespaces: ['team-*'] }, true],
  [{ namespaces: ['team-*'] }, { namespaces: ['team-a-*'] }, false],
  [{ namespaces: ['*'] }, { namespaces: ['*'] }, true],
  [{ namespaces: ['axb'] }, { namespaces: ['a*b*'] }, true],
  [{ namespaces: ['aa'] }, { namespaces: ['a*a*a'] }, false],
  [{ namespaces: ['abcba'] }, { namespaces: ['a*c*a'] }, true],
  [{ namespaces: ['a'], clusters: ['x'] }, { clusters: ['x'] }, true],
  [{ namespaces: ['a'] }, { clusters: ['x'] }, false],
])('%j within %j: %j', (inner, outer, expected) => {
  expect(isCovered(inner, outer)).toBe(expected);
});

test('names become patterns in which only stars are special', () => {
  expect(['a_b', '50%', 'a\\b', 'team-*'].map(toLikePattern)).toStrictEqual(['a\\_b', '50\\%', 'a\\\\b', 'team-%']);
});

test('what people see is limited by clusters and namespaces', () => {
  expect([findUnusablePart({ clusters: ['a'], namespaces: ['b'] }), findUnusablePart({ labels: { a: 'b' } })]).toStrictEqual([
    undefined,
    'labels',
  ]);
});
