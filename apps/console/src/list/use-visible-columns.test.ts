import { describe, expect, it } from 'vitest';
import { isWithin, sumWidths } from './use-visible-columns.ts';

describe('columns', () => {
  it.each([
    ['always', 'always', true],
    ['md', 'always', false],
    ['md', 'md', true],
    ['md', 'xl', true],
    ['xl', 'lg', false],
  ] as const)('%s on a screen of size %s: %s', (from, widest, expected) => {
    expect(isWithin(from, widest)).toBe(expected);
  });

  it('need the sum of their widths; those that share the rest need something too', () => {
    expect(sumWidths([{ width: '6.5rem' }, {}, { width: '27%' }])).toBe(6.5 + 12 + 12);
  });
});
