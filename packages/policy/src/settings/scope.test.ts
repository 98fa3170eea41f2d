import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNarrow, matchPattern, rankScope, reachesNamespace } from './scope.ts';

it.each([
  ['web', 'web', true],
  ['web', 'webs', false],
  ['*', '', true],
  ['web-*', 'web-', true],
  ['*-web', 'a-web', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'axxbxxc', true],
  ['a*bb*b', 'abb', false],
  ['a**c', 'ac', true],
  ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
])('%s takes %s: %s', (pattern, name, expected) => {
  expect(matchPattern(pattern, name)).toBe(expected);
});

it('agrees with a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(text, name, (pattern, word) => {
      expect(matchPattern(pattern, word)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(word));
    }),
  );
});

it('reaches clusters and namespaces by their names', () => {
  expect(reachesNamespace({}, 'c', 'n')).toBe(true);
  expect(reachesNamespace({ clusters: ['c'], namespaces: ['n*'] }, 'c', 'n')).toBe(true);
  expect(reachesNamespace({ clusters: ['d'] }, 'c', 'n')).toBe(false);
  expect(reachesNamespace({ namespaces: [] }, 'c', 'n')).toBe(false);
});

it('puts labels before namespaces before clusters before everything', () => {
  const scopes = [{}, { clusters: ['c'] }, { namespaces: ['n'], clusters: ['c'] }, { labels: { a: 'b' } }];
  expect(scopes.map(rankScope)).toEqual([0, 1, 2, 3]);
  expect(scopes.map(isNarrow)).toEqual([false, false, false, true]);
});
