import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecurityError } from './errors.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps secrets of others (keys, webhook secrets) unreadable in the database: AES-256-GCM under a key that is not in it. */
export interface Seal {
  readonly close: (plain: string) => string;
  /** @throws SecurityError `secret-unreadable` when the text was sealed with another key, or changed */
  readonly open: (sealed: string) => string;
}

/**
 * @param keys base64 keys of 32 bytes; the first seals, all open, so that a key can be changed
 */
export function createSeal(keys: readonly string[]): Seal {
  const ring = new Map(keys.map(text => [toKeyId(text), decodeKey(text)] as const));
  const [current] = ring;
  if (current === undefined) throw new SecurityError('secret-key-invalid', 'no secret key is given');
  const [currentId, currentKey] = current;
  return {
    close: plain => `${currentId}.${encrypt(currentKey, plain).toString('base64url')}`,
    open: sealed => {
      const [id = '', data = ''] = sealed.split('.');
      const key = ring.get(id);
      if (key === undefined)
        throw new SecurityError('secret-unreadable', `it was sealed with key ${id}, which is not among the secret keys`);
      return decrypt(key, Buffer.from(data, 'base64url'));
    },
  };
}

/** The key of a data folder, made on the first start. */
export function readSealKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

function decodeKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new SecurityError('secret-key-invalid', `a secret key is ${KEY_BYTES} bytes in base64`);
  return key;
}

function toKeyId(text: string): string {
  return createHash('sha256').update(decodeKey(text)).digest('hex').slice(0, 8);
}

function encrypt(key: Buffer, plain: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), data]);
}

function decrypt(key: Buffer, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SecurityError('secret-unreadable', 'a sealed secret was changed or cut', { cause });
  }
}
