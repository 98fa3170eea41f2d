import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmptySelector, matchLabels, matchSelector } from './selector.ts';

const labels = { app: 'web', tier: 'front', empty: '' };
const term = (key: string, operator: string, values?: readonly unknown[]) => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

describe('matchSelector over {app: web, tier: front, empty: ""}', () => {
  test.each<[string, unknown, boolean]>([
    ['nothing', undefined, true],
    ['an empty selector', {}, true],
    ['empty terms', { matchLabels: {}, matchExpressions: [] }, true],
    ['a label', { matchLabels: { app: 'web' } }, true],
    ['two labels', { matchLabels: { app: 'web', tier: 'front' } }, true],
    ['a label with another value', { matchLabels: { app: 'api' } }, false],
    ['one of two labels', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['an absent label', { matchLabels: { team: 'red' } }, false],
    ['an absent label with an empty value', { matchLabels: { team: '' } }, false],
    ['an empty value', { matchLabels: { empty: '' } }, true],
    ['an inherited name', { matchLabels: { constructor: 'x' } }, false],
    ['In, listed', term('app', 'In', ['api', 'web']), true],
    ['In, not listed', term('app', 'In', ['api']), false],
    ['In, nothing listed', term('app', 'In', []), false],
    ['In, no values', term('app', 'In'), false],
    ['In, absent', term('team', 'In', ['']), false],
    ['NotIn, listed', term('app', 'NotIn', ['web']), false],
    ['NotIn, not listed', term('app', 'NotIn', ['api']), true],
    ['NotIn, absent', term('team', 'NotIn', ['red']), true],
    ['NotIn, no values', term('app', 'NotIn'), true],
    ['Exists', term('empty', 'Exists'), true],
    ['Exists, absent', term('team', 'Exists'), false],
    ['Exists, inherited name', term('toString', 'Exists'), false],
    ['DoesNotExist', term('app', 'DoesNotExist'), false],
    ['DoesNotExist, absent', term('team', 'DoesNotExist'), true],
    ['an operator that does not exist', term('app', 'Equals', ['web']), false],
    ['an operator in lower case', term('app', 'in', ['web']), false],
    ['no operator', { matchExpressions: [{ key: 'app' }] }, false],
    ['a label and a term, both true', { matchLabels: { app: 'web' }, ...term('tier', 'Exists') }, true],
    ['a label and a term, one false', { matchLabels: { app: 'web' }, ...term('tier', 'DoesNotExist') }, false],
    ['a number that reads like the label', { matchLabels: { app: 1 } }, false],
    ['a value that is a map', { matchLabels: { app: { toString: 1, valueOf: 1 } } }, false],
    ['a value that is a list of maps', { matchLabels: { app: [{ toString: null }] } }, false],
    ['a term that is no map', { matchExpressions: ['app'] }, false],
  ])('%s', (_, selector, expected) => {
    expect(matchSelector(selector, labels)).toBe(expected);
  });
});

describe('matchLabels', () => {
  test.each<[string, unknown, boolean]>([
    ['an empty map', {}, true],
    ['a pair', { app: 'web' }, true],
    ['a number', { port: 80 }, true],
    ['a boolean', { port: true }, false],
    ['no map', ['app'], true],
  ])('%s', (_, wanted, expected) => {
    expect(matchLabels(wanted, { app: 'web', port: '80' })).toBe(expected);
  });
});

test.each<[unknown, boolean]>([
  [undefined, true],
  [{}, true],
  [{ matchLabels: {} }, true],
  [{ matchExpressions: [] }, true],
  [{ matchLabels: { a: 'b' } }, false],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, false],
])('isEmptySelector of %j is %s', (selector, expected) => {
  expect(isEmptySelector(selector)).toBe(expected);
});

describe('semantics', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const value = fc.constantFrom('', '1', '2');
  const labelMap = fc.dictionary(key, value);
  const values = fc.array(value, { maxLength: 3 });

  test('NotIn is the opposite of In, DoesNotExist of Exists', () => {
    fc.assert(
      fc.property(labelMap, key, values, (map, name, listed) => {
        expect(matchSelector(term(name, 'NotIn', listed), map)).toBe(!matchSelector(term(name, 'In', listed), map));
        expect(matchSelector(term(name, 'DoesNotExist'), map)).toBe(!matchSelector(term(name, 'Exists'), map));
      }),
    );
  });

  test('a label is In with one value, and more terms never match more', () => {
    fc.assert(
      fc.property(labelMap, key, value, labelMap, (map, name, wanted, more) => {
        expect(matchSelector({ matchLabels: { [name]: wanted } }, map)).toBe(matchSelector(term(name, 'In', [wanted]), map));
        const both = matchSelector({ matchLabels: more, ...term(name, 'In', [wanted]) }, map);
        expect(both).toBe(matchSelector({ matchLabels: more }, map) && matchSelector(term(name, 'In', [wanted]), map));
      }),
    );
  });
});
