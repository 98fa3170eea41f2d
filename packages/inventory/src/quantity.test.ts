import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';

/** Value, and thousandths of it. */
describe('parseQuantity', () => {
  test.each<[unknown, bigint | undefined]>([
    ['0', 0n],
    ['1', 1_000n],
    [1, 1_000n],
    [0.5, 500n],
    [5n, 5_000n],
    ['+1', 1_000n],
    ['-1', -1_000n],
    ['1.5', 1_500n],
    ['.5', 500n],
    ['5.', 5_000n],
    ['0.5Gi', 536_870_912_000n],
    ['1n', 1n],
    ['999999n', 1n],
    ['1000001n', 2n],
    ['1u', 1n],
    ['1000u', 1n],
    ['100m', 100n],
    ['0.1m', 1n],
    ['-0.1m', -1n],
    ['1k', 1_000_000n],
    ['1M', 1_000_000_000n],
    ['1G', 1_000_000_000_000n],
    ['1T', 1_000_000_000_000_000n],
    ['1P', 1_000_000_000_000_000_000n],
    ['1E', 1_000_000_000_000_000_000_000n],
    ['1Ki', 1_024_000n],
    ['1Mi', 1_048_576_000n],
    ['1Gi', 1_073_741_824_000n],
    ['1Ti', 1_099_511_627_776_000n],
    ['1Pi', 1_125_899_906_842_624_000n],
    ['1Ei', 1_152_921_504_606_846_976_000n],
    ['1e3', 1_000_000n],
    ['1E3', 1_000_000n],
    ['1e+3', 1_000_000n],
    ['1.5e-3', 2n],
    ['1e-3', 1n],
    ['12E', 12_000_000_000_000_000_000_000n],
    [1e21, 1_000_000_000_000_000_000_000_000n],
    [1e-7, 1n],
    ['1K', undefined],
    ['1ki', undefined],
    ['1mi', undefined],
    ['1KiB', undefined],
    ['1e', undefined],
    ['1e1.5', undefined],
    ['1 Gi', undefined],
    [' 1', undefined],
    ['1\n', undefined],
    ['--1', undefined],
    ['.', undefined],
    ['m', undefined],
    ['', undefined],
    ['1,5', undefined],
    ['0x10', undefined],
    ['１', undefined],
    [`1${'0'.repeat(64)}`, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
    [true, undefined],
    [['1'], undefined],
    [{ toString: 1 }, undefined],
  ])('%o', (value, expected) => {
    expect(parseQuantity(value)).toBe(expected);
  });
});

describe('semantics', () => {
  const suffix = fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei');
  const amount = fc.tuple(fc.nat(99_999), fc.nat(999), suffix);
  const write = ([whole, thousandths, unit]: readonly [number, number, string]) =>
    `${whole}.${String(thousandths).padStart(3, '0')}${unit}`;

  test('the order of two quantities of one unit is kept', () => {
    fc.assert(
      fc.property(amount, fc.nat(99_999), fc.nat(999), ([whole, thousandths, unit], otherWhole, otherThousandths) => {
        const a = parseQuantity(write([whole, thousandths, unit])) ?? -1n;
        const b = parseQuantity(write([otherWhole, otherThousandths, unit])) ?? -1n;
        const difference = whole * 1000 + thousandths - (otherWhole * 1000 + otherThousandths);
        if (difference <= 0) expect(a <= b).toBe(true);
        if (difference >= 0) expect(a >= b).toBe(true);
      }),
    );
  });

  test('a minus mirrors, a leading plus and trailing zeros change nothing', () => {
    fc.assert(
      fc.property(amount, parts => {
        const text = write(parts);
        const value = parseQuantity(text);
        expect(value).not.toBe(undefined);
        expect(parseQuantity(`-${text}`)).toBe(-(value ?? 0n));
        expect(parseQuantity(`+${text}`)).toBe(value);
        expect(parseQuantity(`${parts[0]}.${String(parts[1]).padStart(3, '0')}000${parts[2]}`)).toBe(value);
      }),
    );
  });

  test('a decimal unit is a power of ten, a binary one a power of 1024', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), whole => {
        expect(parseQuantity(`${whole}k`)).toBe(parseQuantity(`${whole}e3`));
        expect(parseQuantity(`${whole}G`)).toBe(parseQuantity(`${whole}E9`));
        expect(parseQuantity(`${whole}Mi`)).toBe(parseQuantity(`${whole * 1024}Ki`));
        expect(parseQuantity(`${whole}000m`)).toBe(parseQuantity(`${whole}`));
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('1', '0', '.', 'e', 'E', 'i', 'K', 'M', '-', '+') })), text => {
        expect(['bigint', 'undefined']).toContain(typeof parseQuantity(text));
      }),
    );
  });
});
