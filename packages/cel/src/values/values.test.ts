import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues } from './compare.ts';
import { formatFixed, formatScientific } from './decimal.ts';
import { equalValues } from './equal.ts';
import { decodeBase64, encodeBase64, toJson } from './json.ts';
import { KeyedMap } from './map.ts';
import { CelDouble, CelUint } from './numbers.ts';
import { CelOptional } from './optional.ts';
import { compareStrings, encodeUtf8, toCodePointIndex, toUnitIndex } from './strings.ts';
import { formatValue } from './text.ts';
import { CelDuration, CelTimestamp, formatTimestamp, parseTimestamp, toCivil } from './time.ts';
import { CelTypeValue } from './type-value.ts';

describe('toJson and formatValue', () => {
  it.each([
    [null, null, 'null'],
    [true, true, 'true'],
    ['a', 'a', 'a'],
    [1, 1, '1'],
    [2n ** 60n, '1152921504606846976', '1152921504606846976'],
    [1.5, 1.5, '1.5'],
    [new CelDouble(2), 2, '2'],
    [new CelDouble(Number.NaN), 'NaN', 'NaN'],
    [new CelDouble(Number.NEGATIVE_INFINITY), '-Infinity', '-Infinity'],
    [Number.POSITIVE_INFINITY, 'Infinity', 'Infinity'],
    [new CelUint(7n), 7, '7'],
    [new CelUint(2n ** 63n), '9223372036854775808', '9223372036854775808'],
    [Uint8Array.of(255, 0), '/wA=', 'ff00'],
    [new CelTimestamp(0n), '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    [new CelDuration(1_500_000_000n), '1.5s', '1.5s'],
    [new CelTypeValue('int'), 'int', 'int'],
    [CelOptional.none, null, 'optional.none()'],
    [new CelOptional(1), 1, 'optional.of(1)'],
    [[1, [2.5]], [1, [2.5]], '[1, [2.5]]'],
    [{ b: 1, a: [null] }, { b: 1, a: [null] }, '{a: [null], b: 1}'],
    [new KeyedMap().set(1, 'x').set(true, 'y'), { 1: 'x', true: 'y' }, '{1: x, true: y}'],
  ])('%o', (value, json, text) => {
    expect(toJson(value as never)).toEqual(json);
    expect(formatValue(value)).toBe(text);
  });

  it('keep the key __proto__ a key', () => {
    const json = toJson(JSON.parse('{"__proto__": {"a": 1}}')) as object;
    expect(Object.keys(json)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });
});

describe('base64', () => {
  it('decodes what it encodes, as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
  });

  it.each(['a', 'ab==c', '*', 'ab===', 'a b c d'])('refuses %j', text => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('strings', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });

  it('are ordered as their UTF-8 bytes', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareStrings(left, right))).toBe(Math.sign(compareValues(encodeUtf8(left), encodeUtf8(right)) ?? Number.NaN));
      }),
    );
  });

  it('are indexed by code point', () => {
    fc.assert(
      fc.property(text, value => {
        const characters = [...value];
        for (let index = 0; index <= characters.length; index++) {
          const unit = toUnitIndex(value, index);
          expect(value.slice(0, unit)).toBe(characters.slice(0, index).join(''));
          expect(toCodePointIndex(value, unit)).toBe(index);
        }
        expect(toUnitIndex(value, characters.length + 1)).toBe(-1);
      }),
    );
  });
});

describe('numbers', () => {
  const numeric = fc.oneof(
    fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }).map(Number),
    fc.double({ noNaN: true }).map(value => new CelDouble(value)),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(value => new CelUint(value)),
  );

  it('are equal exactly when neither is less', () => {
    fc.assert(
      fc.property(numeric, numeric, (left, right) => {
        const order = compareValues(left, right) ?? Number.NaN;
        expect(equalValues(left, right)).toBe(order === 0);
        expect(Math.sign(compareValues(right, left) ?? Number.NaN) + Math.sign(order)).toBe(0);
      }),
    );
  });

  it.each([
    [0, 2, '0.00', '0.00e+00'],
    [-0, 0, '-0', '-0e+00'],
    [2.5, 0, '2', '2e+00'],
    [-1.005, 2, '-1.00', '-1.00e+00'],
    [1e21, 1, '1000000000000000000000.0', '1.0e+21'],
    [5e-324, 3, '0.000', '4.941e-324'],
    [99.95, 1, '100.0', '1.0e+02'],
    [123456, 2, '123456.00', '1.23e+05'],
  ])('%d with %d digits', (value, digits, fixed, scientific) => {
    expect(formatFixed(value, digits)).toBe(fixed);
    expect(formatScientific(value, digits)).toBe(scientific);
  });
});

describe('timestamps', () => {
  it('have the parts that JavaScript gives them, and read back as written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62135596800, max: 253402300799 }), seconds => {
        const date = new Date(seconds * 1000);
        const { year, month, day, hours, minutes, seconds: rest, weekday } = toCivil(seconds);
        expect([year, month - 1, day, hours, minutes, rest, weekday]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth(),
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
          date.getUTCDay(),
        ]);
        const timestamp = new CelTimestamp(BigInt(seconds) * 1_000_000_000n + 120_000_000n);
        expect(parseTimestamp(formatTimestamp(timestamp))).toEqual(timestamp);
      }),
    );
  });
});
