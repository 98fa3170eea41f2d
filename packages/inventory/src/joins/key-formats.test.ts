import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findKeyFormat } from './key-formats.ts';

const letters = (count: number) => 'aB3'.repeat(Math.ceil(count / 3)).slice(0, count);
const encode = (text: string) => Buffer.from(text).toString('base64');

/** Put together here, so that no scanner takes this file for a leak. */
test.each([
  [`${'AK'}IAIOSFODNN7EXAMPLE`, 'AWS access key id'],
  [`x=${'AS'}IAIOSFODNN7EXAMPLE;`, 'AWS access key id'],
  [`gh${'p_'}${letters(36)}`, 'GitHub token'],
  [`github${'_pat_'}${letters(22)}_${letters(59)}`, 'GitHub token'],
  [`gl${'pat-'}${letters(20)}`, 'GitLab token'],
  [`AI${'za'}${letters(35)}`, 'Google API key'],
  [`xo${'xb-'}${'1'.repeat(12)}-abc`, 'Slack token'],
  [`eyJ${'hbGciO'}iJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln`, 'JSON web token'],
  [`-----${'BEGIN'} PRIVATE KEY-----`, 'private key'],
  [`--${'BEGIN'} RSA PRIVATE KEY--`, 'private key'],
  [`${'BEGIN'} OPENSSH PRIVATE KEY`, 'private key'],
  ['Authorization: bearer abc123def', 'bearer token'],
  [`sk${'_live_'}${letters(24)}`, 'Stripe key'],
  [`${'SK'}${'0a'.repeat(16)}`, 'Twilio key'],
  [`hv${'s.'}${letters(24)}`, 'Vault token'],
  [`${'SG'}.${letters(22)}.${letters(43)}`, 'SendGrid key'],
  [`np${'m_'}${letters(36)}`, 'npm token'],
  [`py${'pi-'}AgE${letters(40)}`, 'PyPI token'],
  [encode(`key=${'AK'}IAIOSFODNN7EXAMPLE`), 'AWS access key id'],
  [`${encode(`-----${'BEGIN'} PRIVATE KEY-----`)}\n`, 'private key'],
])('%s is a key: %s', (text, format) => {
  expect(findKeyFormat(text)).toBe(format);
});

test.each([
  '',
  'AKIA',
  `${'AK'}IAIOSFODNN7EXAMPLEX`,
  `TASK${'0a'.repeat(16)}`,
  'JWT',
  'eyJhbGciOiJIUzI1NiJ9',
  'Bearer authentication',
  'bearer $(TOKEN)',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----',
  'pypi-mirror-of-the-production-cluster',
  'task-live-and-well',
  'my_key_value',
  encode(encode(`${'AK'}IAIOSFODNN7EXAMPLE`)),
])('%j is none', text => {
  expect(findKeyFormat(text)).toBeUndefined();
});

test('base64 is read as other decoders read it', () => {
  const wrapped = fc.tuple(fc.stringMatching(/^[ -~]{0,40}$/), fc.stringMatching(/^[ -~]{0,40}$/));
  fc.assert(
    fc.property(wrapped, ([before, after]) => {
      expect(findKeyFormat(encode(`${before} ${'BEGIN'} PRIVATE KEY ${after}`))).toBeDefined();
    }),
  );
});

test.each([
  ['half tokens', 'eyJhbGciO-'],
  ['words before a token', 'bearer aaaa'],
  ['beginnings of a key', 'BEGIN RSA '],
  ['base64', 'QUtJQQ'],
  ['dots', 'SG.aaaaaaaaaaaaaaaa.'],
])('a megabyte of %s is answered in time', (_, part) => {
  const start = process.threadCpuUsage();
  expect(findKeyFormat(part.repeat(Math.floor(1_000_000 / part.length)))).toBeUndefined();
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(2000);
});
