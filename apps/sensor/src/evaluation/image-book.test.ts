import type { ImageFacts } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { buildImageFacts } from '../testing/image-facts.ts';
import { ImageBook } from './image-book.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const CART = 'registry.example/cart:1';

function read(book: ImageBook, reference: string) {
  const scan = book.readScan(reference);
  return [
    book.readImage(reference)?.user,
    scan?.problem,
    scan?.databaseAgeDays,
    scan?.vulnerabilities.map(({ id, daysKnown }) => [id, daysKnown]),
  ];
}

const CASES: readonly [string, readonly ImageFacts[], string, readonly unknown[]][] = [
  ['nobody scans', [], CART, [undefined, undefined, undefined, undefined]],
  ['a scanned one', [buildImageFacts(CART, ['CVE-1'])], CART, ['1000', '', 3, [['CVE-1', 10]]]],
  ['one that was not read', [buildImageFacts('other:1', [])], CART, [undefined, 'no scanner has read it yet', undefined, []]],
  [
    'one that could not be read',
    [{ ...buildImageFacts(CART, []), scan: { ...buildImageFacts(CART, []).scan, problem: 'the registry wants a login' } }],
    CART,
    ['1000', 'the registry wants a login', 3, []],
  ],
];

test.each(CASES)('%s', (_, entries, reference, expected) => {
  const book = new ImageBook(() => NOW);
  expect([...book.apply(entries, [])]).toEqual(entries.map(entry => entry.reference));
  expect(read(book, reference)).toEqual(expected);
});

test('what changes, what goes, and what time makes of it', () => {
  let now = NOW;
  const book = new ImageBook(() => now);
  expect(book.knowledge).toEqual({ contents: false, scans: false });
  book.apply([buildImageFacts(CART, ['CVE-1']), buildImageFacts('other:1', [])], []);
  expect(book.knowledge).toEqual({ contents: true, scans: true });
  expect(read(book, CART)).toEqual(['1000', '', 3, [['CVE-1', 10]]]);
  now += 86_400_000;
  book.refresh();
  expect(read(book, CART)).toEqual(['1000', '', 4, [['CVE-1', 11]]]);
  expect([...book.apply([buildImageFacts(CART, [])], ['other:1'])]).toEqual([CART, 'other:1']);
  expect([read(book, CART), read(book, 'other:1')]).toEqual([
    ['1000', '', 4, []],
    [undefined, 'no scanner has read it yet', undefined, []],
  ]);
  book.apply([], [CART]);
  expect([book.knowledge, read(book, CART)]).toEqual([{ contents: false, scans: false }, [undefined, undefined, undefined, undefined]]);
});

test('thousands of images are unpacked a few at a time', () => {
  const book = new ImageBook(() => NOW);
  const names = Array.from({ length: 1000 }, (_, index) => `registry.example/app:${index}`);
  book.apply(
    names.map(name => buildImageFacts(name, ['CVE-1'])),
    [],
  );
  expect(names.every(name => book.readScan(name)?.counts.critical === 1)).toBe(true);
});
