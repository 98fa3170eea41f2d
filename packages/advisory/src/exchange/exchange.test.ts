import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDatabase } from '../build/build-database.ts';
import { openDatabase } from '../database/open-database.ts';
import { exportDatabase } from './export-database.ts';
import { importDatabase } from './import-database.ts';

const NOW = '2026-11-30T12:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'breakwater-exchange-'));
const at = (name: string) => join(folder, name);
const PEM = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;
const keys = generateKeyPairSync('ed25519', PEM);
const others = generateKeyPairSync('ed25519', PEM);

beforeAll(async () => {
  mkdirSync(at('in'));
  writeFileSync(
    at('in/npm.jsonl'),
    JSON.stringify({ id: 'X-1', affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1'] }] }),
  );
  await buildDatabase(at('in'), at('db'), { now: NOW });
  await exportDatabase(at('db'), at('export'), keys.privateKey);
  writeFileSync(at('used'), readFileSync(at('db')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is the same database on the other side', async () => {
  const header = await importDatabase(at('export'), at('imported'), keys.publicKey);
  expect(header).toEqual({
    schema: 'breakwater/advisory-export/1',
    built: NOW,
    records: 1,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    signature: expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
  });
  using database = openDatabase(at('imported'));
  expect([database.built, database.findAffected('npm', 'a').length]).toEqual([NOW, 1]);
});

it('need not be signed where nobody asks', async () => {
  await exportDatabase(at('db'), at('plain'), undefined);
  expect((await importDatabase(at('plain'), at('imported'), undefined)).signature).toBe(undefined);
});

const changeHeader = (from: string, to: string) => {
  const text = readFileSync(at('export'));
  const end = text.indexOf(10);
  return Buffer.concat([Buffer.from(text.toString('utf8', 0, end).replace(from, to)), text.subarray(end)]);
};
function flip(bytes: Buffer): Buffer {
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20);
  return bytes;
}

const cases: [title: string, content: () => Uint8Array, key: () => string | undefined, message: RegExp][] = [
  ['another key', () => readFileSync(at('export')), () => others.publicKey, /^FILE is not signed by that key$/],
  ['a header that was changed', () => changeHeader('"records":1', '"records":2'), () => keys.publicKey, /^FILE is not signed by that key$/],
  ['no signature', () => readFileSync(at('plain')), () => keys.publicKey, /^FILE is not signed by that key$/],
  [
    'a byte that was changed',
    () => flip(readFileSync(at('export'))),
    () => keys.publicKey,
    /^FILE (?:cannot be imported: |is not what was exported: its digest is another)/,
  ],
  [
    'an export that ends early',
    () => readFileSync(at('export')).subarray(0, 400),
    () => keys.publicKey,
    /^FILE cannot be imported: unexpected end of file$/,
  ],
  ['a database as it is', () => readFileSync(at('db')), () => undefined, /^FILE is no export of an advisory database: /],
  ['nothing', () => Buffer.alloc(0), () => undefined, /^FILE is no export of an advisory database: /],
  ['a key that is none', () => readFileSync(at('export')), () => 'x', /^the key is no Ed25519 public key in PEM: /],
];

it.each(cases)('refuses %s, and the database in use stays', async (_title, content, key, message) => {
  const before = readFileSync(at('used'));
  writeFileSync(at('given'), content());
  const failure = await importDatabase(at('given'), at('used'), key()).then(
    () => 'imported',
    (cause: Error) => cause.message.replace(at('given'), 'FILE'),
  );
  expect(failure).toMatch(message);
  expect(readFileSync(at('used')).equals(before)).toBe(true);
  expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

it('cannot be signed with a key that is none', async () => {
  await expect(exportDatabase(at('db'), at('x'), 'x')).rejects.toThrow(/^the key is no Ed25519 private key in PEM: /);
});
