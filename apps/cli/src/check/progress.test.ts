import { expect, test } from 'vitest';
import type { Terminal } from '../command.ts';
import { createProgress } from './progress.ts';

/** Whether somebody watches, how many files there are, and what stands on stderr after all of them. */
test.each<[boolean, number, string]>([
  [true, 1000, `${Array.from({ length: 10 }, (_, index) => `\r${(index + 1) * 100}/1000`).join('')}\r\u001b[K`],
  [true, 499, ''],
  [false, 1000, ''],
])('interactive %s, %i files', (interactive, total, expected) => {
  const written: string[] = [];
  const stderr = async (text: string) => void written.push(text);
  const progress = createProgress({ interactive, stderr } as Terminal);
  for (let done = 1; done <= total; done++) progress.show(done, total);
  progress.clear();
  expect(written.join('')).toBe(expected);
});
