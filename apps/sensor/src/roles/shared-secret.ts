import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that can be guessed is none. */
const LEAST_SECRET = 32;
/** Longer is no token, and no secret that anybody made. */
export const MAX_SECRET = 16_384;

/** Whose secret it is: the name of the file of a folder that holds it, as in a mounted Secret; undefined for nobody's. Read each time, so that a new one counts at once. */
export function findSecretOwner<T extends string>(folder: string, names: readonly T[], secret: string): T | undefined {
  if (secret.length > MAX_SECRET) return undefined;
  const given = toHash(secret);
  return names.find(name => {
    const known = readSecret(join(folder, name));
    return known !== undefined && timingSafeEqual(given, toHash(known));
  });
}

export function toHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readSecret(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text.length < LEAST_SECRET ? undefined : text;
  } catch {
    return undefined;
  }
}
