import { expect, test } from 'vitest';
import { ProblemBook } from './problem-book.ts';

const build = (source: string, message = '') => ({ code: 'events-lost', source, message });

test('a problem lasts for a while after it was noticed last, the newest words count, and one that is new is said to be', () => {
  let now = 1;
  const book = new ProblemBook(() => now);
  expect([book.notice(build('exec', '1')), book.notice(build('exec', '2')), book.notice(build('tcp'), true)]).toStrictEqual([
    true,
    false,
    true,
  ]);
  expect(book.list()).toStrictEqual([build('exec', '2'), build('tcp')]);
  now = 300_002;
  expect(book.list()).toStrictEqual([build('tcp')]);
  expect(book.notice(build('exec', '3'))).toBe(true);
});

test('the book is bounded', () => {
  const book = new ProblemBook(() => 1);
  for (let index = 0; index < 1000; index += 1) book.notice(build(`${index}`));
  expect([book.list().length, book.list().at(-1)?.source]).toStrictEqual([100, '999']);
});
