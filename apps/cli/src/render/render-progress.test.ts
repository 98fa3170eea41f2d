import { expect, test } from 'vitest';
import type { Terminal } from '../command.ts';
import { createRenderProgress } from './render-progress.ts';

test.each<[boolean, string]>([
  [true, '\r\u001b[Krendering charts/shop\r\u001b[Krendering ?[31m-name-of-a-folder\r\u001b[K'],
  [false, ''],
])('interactive %s', (interactive, expected) => {
  const written: string[] = [];
  const progress = createRenderProgress({ interactive, width: 33, stderr: async text => void written.push(text) } as Terminal);
  progress.show('charts/shop');
  progress.show('a-long/\u001b[31m-name-of-a-folder');
  progress.clear();
  expect(written.join('')).toBe(expected);
});
