import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropNulls, readPath, toList, toRecord, toRecords, toText, toTextMap, toTexts } from './raw.ts';

const JUNK = [undefined, null, 0, '', 'text', true, [], ['a'], {}, { a: 1 }, 1n];

describe('readers answer anything', () => {
  test.each<[string, (value: unknown) => unknown, unknown[]]>([
    ['toRecord', toRecord, [{}, {}, {}, {}, {}, {}, {}, {}, {}, { a: 1 }, {}]],
    ['toList', toList, [[], [], [], [], [], [], [], ['a'], [], [], []]],
    ['toText', toText, ['', '', '', '', 'text', '', '', '', '', '', '']],
    ['toTexts', toTexts, [[], [], [], [], [], [], [], ['a'], [], [], []]],
    ['toRecords', toRecords, [[], [], [], [], [], [], [], [], [], [], []]],
    ['toTextMap', toTextMap, [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}]],
  ])('%s', (_, read, expected) => {
    expect(JUNK.map(read)).toStrictEqual(expected);
  });

  test('entries of other types are left out', () => {
    expect(toTexts(['a', 1, null, ['b'], 'c'])).toStrictEqual(['a', 'c']);
    expect(toRecords([{ a: 1 }, [], null, { b: 2 }])).toStrictEqual([{ a: 1 }, { b: 2 }]);
    expect(toTextMap({ a: 'x', b: 1, c: null })).toStrictEqual({ a: 'x' });
  });

  test('a key named __proto__ stays a key', () => {
    const labels = toTextMap(JSON.parse('{"__proto__": "x", "a": "b"}'));
    expect(Object.entries(labels)).toStrictEqual([
      ['__proto__', 'x'],
      ['a', 'b'],
    ]);
  });
});

describe('readPath', () => {
  const value = { spec: { containers: [{ name: 'app' }], text: 'abc', none: null } };
  test.each<[(string | number)[], unknown]>([
    [[], value],
    [['spec', 'text'], 'abc'],
    [['spec', 'containers', 0, 'name'], 'app'],
    [['spec', 'containers', 1, 'name'], undefined],
    [['spec', 'containers', -1], undefined],
    [['spec', 'containers', 'length'], undefined],
    [['spec', 'containers', 'values'], undefined],
    [['spec', 'text', 'length'], undefined],
    [['spec', 'text', 0], undefined],
    [['spec', 'none'], null],
    [['spec', 'none', 'x'], undefined],
    [['spec', 'toString'], undefined],
    [['constructor'], undefined],
    [['__proto__'], undefined],
  ])('%j', (path, expected) => {
    expect(readPath(value, ...path)).toBe(expected);
  });
});

describe('dropNulls', () => {
  test.each<[unknown, unknown]>([
    [null, null],
    ['a', 'a'],
    [{ a: null }, {}],
    [{ a: null, b: 1 }, { b: 1 }],
    [{ a: { b: null, c: [{ d: null }] } }, { a: { c: [{}] } }],
    [
      [null, 1],
      [null, 1],
    ],
    [{ a: [null] }, { a: [null] }],
    [{ a: undefined }, { a: undefined }],
    [
      { a: false, b: 0, c: '' },
      { a: false, b: 0, c: '' },
    ],
  ])('%j', (value, expected) => {
    expect(dropNulls(value)).toStrictEqual(expected);
  });

  test('what holds no null is shared, what holds one is copied on the way to it only', () => {
    const clean = { list: [{ a: 1 }] };
    const value = { clean, dirty: { x: null, inner: clean.list } };
    const kept = dropNulls(value) as typeof value;
    expect(dropNulls(clean)).toBe(clean);
    expect(kept).toStrictEqual({ clean, dirty: { inner: [{ a: 1 }] } });
    expect(kept.clean).toBe(clean);
    expect(kept.dirty.inner).toBe(clean.list);
    expect(value.dirty.x).toBe(null);
  });

  test('a null below __proto__ changes no prototype', () => {
    const kept = dropNulls(JSON.parse('{"__proto__": {"x": null, "admin": true}, "a": 1}')) as object;
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"admin":true},"a":1}');
  });

  test('no map of the result holds a null, everything else is as before, twice is once', () => {
    const stringify = (value: unknown) => JSON.stringify(value, (_, inner) => (isPlain(inner) ? withoutNulls(inner) : inner));
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const kept = dropNulls(value);
        expect(JSON.stringify(kept)).toBe(stringify(value));
        expect(dropNulls(kept)).toBe(kept);
      }),
    );
  });
});

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const withoutNulls = (map: object) => Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null));
