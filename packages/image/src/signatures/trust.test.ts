import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { isTrusted, matchesPattern } from './trust.ts';
import { parsePublicKey } from './trusted-key.ts';
import { parseTrustedRoot } from './trusted-root.ts';

test.each<[string, string, boolean]>([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a*', 'ab', true],
  ['*b', 'ab', true],
  ['a*b', 'ab', true],
  ['ab*ba', 'aba', false],
  ['a*c*e', 'abcde', true],
  ['a*c*e', 'abde', false],
  ['a.c', 'abc', false],
  ['*x*x*x*', 'xx', false],
  ['*a*ab', 'aab', true],
  ['', '', true],
  ['', 'a', false],
])('%j and %j: %j', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

test('identity and issuer are those of one entry', () => {
  const trusted = [
    { identity: 'a', issuer: 'x' },
    { identity: 'b', issuerPattern: 'y*' },
  ];
  const pairs = [
    ['a', 'x'],
    ['a', 'y1'],
    ['b', 'y1'],
    ['b', 'x'],
  ] as const;
  expect(pairs.map(([identity, issuer]) => isTrusted(trusted, identity, issuer))).toStrictEqual([true, false, true, false]);
  expect(isTrusted([{ identity: 'a' }], 'a', '')).toBe(false);
});

const pem = ({ publicKey }: { publicKey: KeyObject }): string => publicKey.export({ format: 'pem', type: 'spki' }) as string;

test.each<[string, string, string]>([
  [
    'private',
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    'the key k.pem is a private key, which belongs in no policy; give the public one (cosign.pub)',
  ],
  ['none', 'hello', 'the key k.pem is no public key in PEM, as cosign.pub is'],
  [
    'broken',
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
    'the key k.pem cannot be read; write it again: cosign public-key',
  ],
  [
    'weak',
    pem(generateKeyPairSync('rsa', { modulusLength: 1024 })),
    'the key k.pem is a key of a kind that is not verified; use ECDSA over P-256, RSA of at least 2048 bits, or Ed25519',
  ],
  [
    'of another curve',
    pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })),
    'the key k.pem is a key of a kind that is not verified; use ECDSA over P-256, RSA of at least 2048 bits, or Ed25519',
  ],
])('a key that is %s', (_title, text, message) => {
  expect(() => parsePublicKey(text, 'k.pem')).toThrow(message);
});

test.each([
  ['{', 'the trusted root r.json cannot be read (r.json is no JSON); take the trusted_root.json of your Sigstore'],
  ['{}', 'the trusted root r.json lacks certificateAuthorities, ctlogs or tlogs; take the trusted_root.json of your Sigstore'],
])('%s is no trusted root', (text, message) => {
  expect(() => parseTrustedRoot(Buffer.from(text), 'r.json')).toThrow(message);
});
