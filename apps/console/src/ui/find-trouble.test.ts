import { expect, it } from 'vitest';
import { findTrouble } from './find-trouble.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

it.each([
  [{ connected: 0 }, 'noScanner'],
  [{ connected: 0, advisories: '2026-11-30T00:00:00Z' }, 'noScanner'],
  [{ connected: 2 }, 'noAdvisories'],
  [{ connected: 1, advisories: '2026-11-28T11:59:59Z' }, 'oldAdvisories'],
  [{ connected: 1, advisories: '2026-11-28T12:00:00Z' }, undefined],
])('of %j: %s', (scanners, trouble) => {
  expect(findTrouble(scanners, NOW)).toBe(trouble);
});
