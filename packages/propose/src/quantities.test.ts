import { parseQuantity } from '@breakwater/inventory';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatQuantity, maxOf, medianOf, type Resource, roundUp } from './quantities.ts';

describe('rounded up to what a person would choose', () => {
  test.each<[Resource, string, string]>([
    ['cpu', '0', '0'],
    ['cpu', '1m', '10m'],
    ['cpu', '101m', '150m'],
    ['cpu', '1', '1'],
    ['cpu', '1001m', '1500m'],
    ['cpu', '10001m', '11'],
    ['memory', '1', '16Mi'],
    ['memory', '128Mi', '128Mi'],
    ['memory', '300M', '320Mi'],
    ['memory', '1025Mi', '1280Mi'],
    ['memory', '16385Mi', '17Gi'],
  ])('%s %s is %s', (resource, text, rounded) => {
    expect(formatQuantity(resource, roundUp(resource, parseQuantity(text) ?? -1n))).toBe(rounded);
  });

  test('never less, at most a step more, and written as Kubernetes reads it', () => {
    fc.assert(
      fc.property(fc.constantFrom<Resource>('cpu', 'memory'), fc.bigInt({ min: 0n, max: 10n ** 18n }), (resource, amount) => {
        const rounded = roundUp(resource, amount);
        expect(rounded >= amount).toBe(true);
        expect(rounded - amount < (resource === 'cpu' ? 1000n : 1000n << 30n)).toBe(true);
        expect(parseQuantity(formatQuantity(resource, rounded))).toBe(rounded);
      }),
    );
  });
});

test.each<[readonly bigint[], bigint, bigint | undefined]>([
  [[], 0n, undefined],
  [[3n], 3n, 3n],
  [[1n, 9n], 9n, 9n],
  [[9n, 1n, 5n], 9n, 5n],
])('largest and middle of %s', (amounts, most, middle) => {
  expect([maxOf(...amounts), medianOf(amounts)]).toStrictEqual([most, middle]);
});
