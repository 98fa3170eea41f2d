import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containsRange, coverRange, intersectRanges, parseIpRange } from './ip-range.ts';

const parse = (text: string) => {
  const range = parseIpRange(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
};

describe('parseIpRange', () => {
  test.each([
    ['10.1.2.3', { family: 4, bits: 0x0a010203n, length: 32 }],
    ['10.1.2.3/8', { family: 4, bits: 0x0a000000n, length: 8 }],
    ['0.0.0.0/0', { family: 4, bits: 0n, length: 0 }],
    ['010.001.002.003', { family: 4, bits: 0x0a010203n, length: 32 }],
    ['::/0', { family: 6, bits: 0n, length: 0 }],
    ['::1', { family: 6, bits: 1n, length: 128 }],
    ['fe80::1/10', { family: 6, bits: 0xfe80n << 112n, length: 10 }],
    ['1:2:3:4:5:6:7:8', { family: 6, bits: 0x00010002000300040005000600070008n, length: 128 }],
    ['::ffff:127.0.0.1', { family: 4, bits: 0x7f000001n, length: 32 }],
    ['::ffff:127.0.0.0/104', { family: 4, bits: 0x7f000000n, length: 8 }],
  ])('%s', (text, range) => expect(parseIpRange(text)).toEqual(range));

  test.each([
    '',
    'localhost',
    '10.1.2',
    '10.1.2.256',
    '10.1.2.3/33',
    '10.1.2.3/',
    '10.1.2.3/8/8',
    '10.1.2.3/-1',
    '::/129',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    'fe80::1%eth0',
    '12345::',
    '1.2.3.4::',
    `${'1'.repeat(100)}.0.0.0`,
  ])('no range: %j', text => expect(parseIpRange(text)).toBeUndefined());
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['0.0.0.0/0', '::/0', false],
  ['fe80::/10', 'febf::1', true],
  ['fe80::/10', 'fec0::1', false],
])('containsRange %s %s', (outer, inner, answer) => expect(containsRange(parse(outer), parse(inner))).toBe(answer));

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', '10.1.0.0/16'],
  ['10.1.0.0/16', '10.0.0.0/8', '10.1.0.0/16'],
  ['10.1.0.0/16', '10.2.0.0/16', undefined],
])('intersectRanges %s %s', (a, b, shared) =>
  expect(intersectRanges(parse(a), parse(b))).toEqual(shared === undefined ? undefined : parse(shared)),
);

describe('coverRange', () => {
  test.each([
    [['0.0.0.0/0'], '10.0.0.0/8', true],
    [['10.0.0.0/9', '10.128.0.0/9'], '10.0.0.0/8', true],
    [['10.0.0.0/9', '10.0.0.0/9', '10.0.0.0/10'], '10.0.0.0/8', false],
    [['10.0.0.0/9', '10.0.0.0/9', '10.128.0.0/10', '10.192.0.0/10'], '10.0.0.0/8', true],
    [[], '10.0.0.1', false],
  ])('%j %s', (parts, whole, answer) => expect(coverRange(parts.map(parse), parse(whole))).toBe(answer));

  test('agrees with counting addresses one by one', () => {
    const small = fc
      .record({ last: fc.nat(15), length: fc.integer({ min: 28, max: 32 }) })
      .map(({ last, length }) => parse(`10.0.0.${last}/${length}`));
    fc.assert(
      fc.property(fc.array(small, { maxLength: 6 }), small, (parts, whole) => {
        const addresses = Array.from({ length: 16 }, (_, last) => parse(`10.0.0.${last}`)).filter(address => containsRange(whole, address));
        const all = addresses.every(address => parts.some(part => containsRange(part, address)));
        expect(coverRange(parts, whole)).toBe(all);
      }),
    );
  });
});
