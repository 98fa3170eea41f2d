import { formatReplica, MAX_REPLICAS, parseReplica, type ReplicaWord } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { ReplicaBook } from './replica-book.ts';

const word = (id: string, change: Partial<ReplicaWord> = {}): ReplicaWord => ({
  id,
  revision: 3,
  since: '2026-01-01T00:00:00.000Z',
  policies: 2,
  unusable: [],
  unusableCount: 0,
  ...change,
});

test('remembers who was heard of for an hour, and says when there is news', () => {
  let now = 0;
  let news = 0;
  const book = new ReplicaBook(
    () => news++,
    () => now,
  );
  book.hear(word('b'));
  book.hear(word('a'));
  now = 20_000;
  book.hear(word('a'));
  expect(news).toBe(2);
  book.hear(word('a', { revision: 4 }));
  expect(news).toBe(3);
  now = 61_000;
  expect(book.list()).toStrictEqual([
    { ...word('a', { revision: 4 }), silentSeconds: 41 },
    { ...word('b'), silentSeconds: 61 },
  ]);
  book.hear(word('b'));
  expect(news).toBe(4);
  now = 61_000 + 3_600_001;
  expect(book.list()).toStrictEqual([]);
});

test('keeps a bounded number, and those that were heard of last', () => {
  let now = 0;
  const book = new ReplicaBook(
    () => {},
    () => now++,
  );
  for (let index = 0; index < 1000; index += 1) book.hear(word(`r${index}`));
  expect(book.list()).toHaveLength(MAX_REPLICAS);
  expect(book.list().map(({ id }) => id)).toContain('r999');
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another shape', '{"id":"a"}'],
  ['more than is told', JSON.stringify({ ...word('a'), secret: 'x' })],
  ['a number that is none', JSON.stringify(word('a', { policies: -1 }))],
  ['too much', JSON.stringify(word('a', { unusable: Array.from({ length: 20 }, () => 'x'.repeat(1000)) }))],
])('%s is not heard', (_, text) => {
  expect(parseReplica(text)).toBe(undefined);
});

test('of policies that cannot be used twenty are named, and all are counted', () => {
  const { unusable: _, unusableCount: __, ...rest } = word('a');
  const read = parseReplica(formatReplica(rest, ['x'.repeat(101), ...Array.from({ length: 30 }, (___, index) => `p${index}`)]));
  expect(read).toMatchObject({ id: 'a', unusableCount: 31 });
  expect([read?.unusable.length, read?.unusable[0]]).toStrictEqual([20, 'p0']);
});
