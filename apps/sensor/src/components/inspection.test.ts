import { expect, it } from 'vitest';
import { findHeap } from './inspection.ts';

const FULL = Object.assign(new Error('full'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });

it.each([
  ['at first', undefined, undefined, 256],
  ['after something else', 256, new Error('other'), 256],
  ['after it was full', 256, FULL, 512],
  ['no more than there is', 8192, FULL, 8192],
])('gives the thread memory %s', (_name, last, cause, heap) => {
  expect(findHeap(last, cause)).toBe(heap);
});
