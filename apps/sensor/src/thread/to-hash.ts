import { hash } from 'node:crypto';

/** 128 bits of SHA-256: enough to tell versions of an item apart, and short, since there are many. */
export function toHash(text: string): string {
  // Part of a longer text would keep all of it in memory.
  return hash('sha256', text, 'buffer').toString('base64url', 0, 16);
}
