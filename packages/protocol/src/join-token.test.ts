import { expect, test } from 'vitest';
import { formatJoinToken, parseJoinToken } from './join-token.ts';

const TOKEN = { url: 'https://127.0.0.1:7443', caFingerprint: 'ab'.repeat(32), secret: 'sécret-長' };

test('a join token is one word that a shell leaves alone', () => {
  const text = formatJoinToken(TOKEN);
  expect(text).toMatch(/^bwj1\.[\w-]+$/);
  expect(text.slice(5)).toBe(Buffer.from(JSON.stringify(TOKEN)).toString('base64url'));
  expect(parseJoinToken(` ${text}\n`)).toStrictEqual(TOKEN);
});

test.each(['', 'bwj1.', 'bwj1.!', 'bwj2.e30', 'bwj1.e30', 'e30', 'bwj1./w'])('%j is none', text => {
  expect(parseJoinToken(text)).toBeUndefined();
});
