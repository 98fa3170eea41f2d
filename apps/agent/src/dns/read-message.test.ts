import { expect, test } from 'vitest';
import { formatAddress } from './format-address.ts';
import { readMessage } from './read-message.ts';

const name = (...labels: readonly string[]) =>
  Buffer.concat([...labels.map(label => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.from([0])]);
const head = (flags: number, answers: number) => Buffer.from([0, 7, flags >> 8, flags & 255, 0, 1, 0, answers, 0, 0, 0, 0]);
const record = (type: number, data: readonly number[]) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);
const QUESTION = [name('Db', 'shop', 'svc'), Buffer.from([0, 1, 0, 1])];

test.each([
  ['a question', [head(0x0100, 0), ...QUESTION], { query: 'db.shop.svc', type: 'A', answers: [], code: undefined }],
  [
    'an answer',
    [head(0x8180, 3), ...QUESTION, record(5, [0xc0, 15]), record(1, [10, 0, 0, 1]), record(28, [0x20, 1, ...Array(13).fill(0), 1])],
    { query: 'db.shop.svc', type: 'A', answers: ['shop.svc', '10.0.0.1', '2001::1'], code: 'NOERROR' },
  ],
  ['a refusal', [head(0x8183, 0), ...QUESTION], { query: 'db.shop.svc', type: 'A', answers: [], code: 'NXDOMAIN' }],
  [
    'an answer that is cut',
    [head(0x8180, 2), ...QUESTION, record(1, [10, 0, 0, 1]), record(1, [10, 0, 0, 2]).subarray(0, 14)],
    { query: 'db.shop.svc', type: 'A', answers: ['10.0.0.1'], code: 'NOERROR' },
  ],
  [
    'hostile letters',
    [head(0, 0), name('a.b', 'x\n"\\'), Buffer.from([0, 99, 0, 1])],
    { query: 'a\\.b.x\\010"\\\\', type: 'TYPE99', answers: [], code: undefined },
  ],
  ['a name that leads to itself', [head(0, 0), Buffer.from([0xc0, 12, 0, 1, 0, 1])], undefined],
  ['a name that leads forward', [head(0, 0), Buffer.from([0xc0, 40, 0, 1, 0, 1])], undefined],
  ['a name without end', [head(0, 0), Buffer.from([9, 65])], undefined],
  ['nothing', [], undefined],
])('%s', (_, parts, expected) => {
  expect(readMessage(Buffer.concat(parts))).toStrictEqual(expected);
});

test.each([
  [2, [10, 1, 2, 3], '10.1.2.3'],
  [10, Array(16).fill(0), '::'],
  [10, [...Array(15).fill(0), 1], '::1'],
  [10, [0xfe, 0x80, ...Array(14).fill(0)], 'fe80::'],
  [10, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5], '2001:db8:0:1::5'],
  [10, [...Array(10).fill(0), 255, 255, 10, 0, 0, 1], '::ffff:10.0.0.1'],
  [10, Array.from({ length: 16 }, (_, index) => index + 1), '102:304:506:708:90a:b0c:d0e:f10'],
])('an address of family %i', (family, bytes, expected) => {
  expect(formatAddress(family, Uint8Array.from(bytes))).toBe(expected);
});
