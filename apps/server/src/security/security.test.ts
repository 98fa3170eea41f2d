import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDataFolder } from '../testing/data-folder.ts';
import { createPassword, hashPassword, verifyPassword } from './password.ts';
import { createSeal, readSealKey } from './seal.ts';
import { API_TOKEN_PREFIX, createSecret, hashSecret } from './secret.ts';

describe('passwords', () => {
  test('are kept as argon2id with a salt of their own', async () => {
    const [one, two] = [await hashPassword('the same'), await hashPassword('the same')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect([
      await verifyPassword(one, 'the same'),
      await verifyPassword(one, 'The same'),
      await verifyPassword(undefined, 'the same'),
    ]).toStrictEqual([true, false, false]);
  });

  test('made here are long and never the same', () => {
    const made = Array.from({ length: 100 }, createPassword);
    expect(new Set(made).size).toBe(100);
    for (const password of made) expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{20}$/);
  });
});

test('secrets are 256 random bits, known by their hash', () => {
  const secret = createSecret(API_TOKEN_PREFIX);
  expect(secret).toMatch(/^bw_[\w-]{43}$/);
  expect([
    hashSecret(secret).equals(hashSecret(secret)),
    hashSecret(secret).equals(hashSecret(createSecret(API_TOKEN_PREFIX))),
  ]).toStrictEqual([true, false]);
});

describe('a seal', () => {
  const [key, newer] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

  test('opens what it closed, also after its key was changed', () => {
    const sealed = createSeal([key]).close('a secret, 秘密');
    expect(sealed).not.toContain('secret');
    expect(createSeal([newer, key]).open(sealed)).toBe('a secret, 秘密');
    expect(createSeal([key]).close('a')).not.toBe(createSeal([key]).close('a'));
  });

  test('says why it cannot', () => {
    const sealed = createSeal([key]).close('a secret');
    const [id, data = ''] = sealed.split('.');
    expect(() => createSeal([newer]).open(sealed)).toThrow(`it was sealed with key ${id}, which is not among the secret keys`);
    expect(() => createSeal([key]).open(`${id}.${data.slice(0, -2)}AA`)).toThrow('a sealed secret was changed or cut');
    expect(() => createSeal([key]).open(`${id}.`)).toThrow('a sealed secret was changed or cut');
    expect(() => createSeal([])).toThrow('no secret key is given');
    expect(() => createSeal(['short'])).toThrow('a secret key is 32 bytes in base64');
  });

  test('keeps its key in a file that nobody else reads', () => {
    const folder = createDataFolder();
    const made = readSealKey(folder.path);
    expect(readSealKey(folder.path)).toBe(made);
    expect(statSync(join(folder.path, 'secret-key')).mode & 0o777).toBe(0o600);
    folder.remove();
  });
});
