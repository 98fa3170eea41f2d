import process from 'node:process';
import { expect, test } from 'vitest';
import { isSecretLiteral } from './secret-names.ts';

test.each([
  'password',
  'DB_PASSWORD',
  'dbPassword',
  'db.password',
  'db-passwd',
  'PWD',
  'PASSWORD2',
  'API_TOKEN',
  'jwt',
  'bearerValue',
  'CREDENTIALS',
  'AWSSecretKey',
  'APIKEY',
  'apiKey',
  'AWS_ACCESS_KEY_ID',
  'PRIVATE_KEY',
  'storage.account.key',
  'AZURE_BATCH_KEY',
  'oci-cli-key-content',
])('%s is a secret when its value is written out', name => {
  expect(isSecretLiteral(name, 'abc')).toBe(true);
});

test.each([
  'user',
  'key',
  'PRIMARY_KEY',
  'monkey',
  'tokenizer',
  'secretary',
  'AZURE_REGION',
  'KEY_AZURE',
  'DB_PASSWORD_FILE',
  'TOKEN_PATH',
  'secretName',
  'TOKEN_URL',
  '',
])('%j is none', name => {
  expect(isSecretLiteral(name, 'abc')).toBe(false);
});

test.each([
  '',
  ' ',
  '$(DB_PASSWORD)',
  '$(USER)$(DB_PASSWORD)',
  '$' + '{DB_PASSWORD}',
  'true',
  'False',
  'off',
  '3600',
  '-1.5',
  '/run/secrets/db',
])('the value %j is none', value => {
  expect(isSecretLiteral('DB_PASSWORD', value)).toBe(false);
});

test.each([
  ['DB_PASSWORD', 'a$(B)'],
  ['DB_PASSWORD', '/run and more'],
  ['DB_PASSWORD', '12ab'],
  ['SECRET_URL', 'https://app:abc@db.example.com'],
])('%s with the value %j is one', (name, value) => {
  expect(isSecretLiteral(name, value)).toBe(true);
});

test('a URL without a password is none, and a long one is answered at once', () => {
  expect(isSecretLiteral('TOKEN_URL', 'https://app@db.example.com/a:b@c')).toBe(false);
  const start = process.threadCpuUsage();
  expect(isSecretLiteral('TOKEN_URL', `a://${':'.repeat(200_000)}`)).toBe(false);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1000);
});
