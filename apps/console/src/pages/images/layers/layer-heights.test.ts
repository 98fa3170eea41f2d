import { describe, expect, it } from 'vitest';
import { readInstruction, toHeights } from './layer-heights.ts';

describe('toHeights', () => {
  it.each([
    [[], []],
    [[5], [26]],
    [
      [0, 0],
      [1.75, 1.75],
    ],
    [
      [75, 25, 0],
      [17.3125, 6.9375, 1.75],
    ],
  ])('%j → %j', (sizes, heights) => {
    expect(toHeights(sizes)).toEqual(heights);
  });

  it('gives many layers a line each, and more to the large ones', () => {
    const heights = toHeights(Array.from({ length: 100 }, (_, index) => (index === 7 ? 900 : 1)));
    expect([Math.round(heights[7] ?? 0), Math.min(...heights) >= 1.75]).toEqual([9, true]);
  });
});

describe('readInstruction', () => {
  it.each([
    ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
    ['RUN |1 VERSION=1.2 /bin/sh -c make install # buildkit', 'RUN make install'],
    ['COPY file:4d2 in /app ', 'COPY file:4d2 in /app'],
    ['RUN /bin/bash -ec set -x', 'RUN set -x'],
    ['', ''],
  ])('%j → %j', (instruction, text) => {
    expect(readInstruction(instruction)).toBe(text);
  });
});
