import { createHash, randomBytes } from 'node:crypto';

/** Prefix of API tokens, so that scanners for leaked secrets can know them. */
export const API_TOKEN_PREFIX = 'bw_';

/** 256 random bits as text. */
export function createSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of a secret; a fast hash is enough for 256 random bits. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
