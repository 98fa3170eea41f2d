import { parseIpRange } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { formatAddress, formatInterval, formatRange, mergeIntervals, subtractRanges, toInterval } from './addresses.ts';

const range = (text: string) => {
  const parsed = parseIpRange(text);
  if (parsed === undefined) throw new TypeError(text);
  return parsed;
};

// https://www.rfc-editor.org/rfc/rfc5952#section-4
test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['::', '::'],
  ['::1', '::1'],
  ['fe80::', 'fe80::'],
])('%s is written %s', (text, written) => {
  const { family, bits } = range(text);
  expect(formatAddress(family, bits)).toBe(written);
  expect(range(written)).toStrictEqual(range(text));
});

test.each([
  ['10.0.0.0/30', '10.0.0.0-10.0.0.3', '10.0.0.0/30'],
  ['10.0.0.7/32', '10.0.0.7', '10.0.0.7/32'],
  ['::/0', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
])('%s', (text, interval, written) => {
  expect([formatInterval(toInterval(range(text))), formatRange(range(text))]).toStrictEqual([interval, written]);
});

describe('subtractRanges', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['10.0.0.0/29', [], ['10.0.0.0-10.0.0.7']],
    ['10.0.0.0/29', ['10.0.0.0/30'], ['10.0.0.4-10.0.0.7']],
    ['10.0.0.0/29', ['10.0.0.6/31', '10.0.0.2/31'], ['10.0.0.0-10.0.0.1', '10.0.0.4-10.0.0.5']],
    ['10.0.0.0/30', ['10.0.0.0/31', '10.0.0.2/31'], []],
  ])('%s without %j', (whole, without, left) => {
    expect(subtractRanges(range(whole), without.map(range)).map(formatInterval)).toStrictEqual(left);
  });
});

test('intervals that touch or overlap are put together, families are not', () => {
  const intervals = ['10.0.0.4/30', '10.0.0.0/30', '10.0.0.0/29', '10.0.1.0/24', '::/128'].map(text => toInterval(range(text)));
  expect(mergeIntervals(intervals).map(formatInterval)).toStrictEqual(['10.0.0.0-10.0.0.7', '10.0.1.0-10.0.1.255', '::']);
});
