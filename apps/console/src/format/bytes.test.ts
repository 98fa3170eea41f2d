import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it.each([
  [0, '0 B'],
  [1023, '1,020 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [734_003_200, '700 MiB'],
  [5 * 1024 ** 5, '5,120 TiB'],
])('formatBytes(%d)', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});
