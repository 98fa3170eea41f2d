import { hash } from 'node:crypto';

/** 128 bits of SHA-256: enough to tell versions of an item apart, and short, since there are many. */
export function toHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
