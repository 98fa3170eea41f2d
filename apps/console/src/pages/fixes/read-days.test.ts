import { expect, it } from 'vitest';
import { readDays } from './read-days.ts';

const usual = { critical: '7', high: '30', medium: '90', low: '180' };

it.each([
  [usual, { critical: 7, high: 30, medium: 90, low: 180 }],
  [
    { ...usual, low: '3650' },
    { critical: 7, high: 30, medium: 90, low: 3650 },
  ],
  [{ ...usual, low: '3651' }, undefined],
  [{ ...usual, high: '0' }, undefined],
  [{ ...usual, high: '' }, undefined],
  [{ ...usual, high: '1.5' }, undefined],
  [{ ...usual, medium: 'soon' }, undefined],
])('%j → %j', (texts, days) => {
  expect(readDays(texts)).toEqual(days);
});
