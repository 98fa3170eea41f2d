import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustSource } from '@breakwater/image';
import { ImageRegistry } from '@breakwater/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCommand, buildLogin, createFolder, FILES } from '../testing/images.ts';
import type { PullCommand } from '../threads/inspect-messages.ts';
import { pull } from './pull-image.ts';
import { toFailure } from './to-failure.ts';

const registry = new ImageRegistry();
const cache = createFolder();
let digest = '';
beforeAll(async () => {
  await registry.start();
  ({ digest } = registry.push('shop/cart', '1', FILES));
});
afterAll(async () => {
  await registry.stop();
  cache[Symbol.dispose]();
});
beforeEach(() => {
  registry.logins.clear();
  registry.fault = undefined;
  registry.requests.length = 0;
});

async function run(change: Partial<PullCommand>) {
  const phases: string[] = [];
  const command = buildCommand(registry.host, { cacheDir: cache.path, ...change });
  const answer = await pull(command, new AbortController().signal, ({ phase }) => phases.push(phase)).catch(cause => toFailure(cause));
  return { answer, phases: [...new Set(phases)] };
}

test('an image is read: what it holds, what policies ask, and what read it', async () => {
  const { answer, phases } = await run({});
  if (!('type' in answer) || answer.type !== 'inspected') throw new TypeError(JSON.stringify(answer));
  expect([answer.digest, phases, answer.catalogers.includes('dpkg@')]).toStrictEqual([digest, ['resolve', 'layers'], true]);
  const { results } = JSON.parse(answer.output) as { results: { name: string; ownerType?: string }[] };
  expect(results.map(({ name, ownerType = '' }) => `${name} ${ownerType}`.trim()).toSorted()).toContain('six deb');
  expect(JSON.parse(answer.content)).toMatchObject({ user: '1000' });
});

test('what is known is not read again', async () => {
  expect(await run({ known: [digest] })).toStrictEqual({ answer: { type: 'same', digest }, phases: ['resolve'] });
  expect(registry.requests.filter(text => text.includes('/blobs/')).length).toBe(1);
});

test('tags are told as the registry has them', async () => {
  registry.push('shop/cart', '2', FILES);
  expect((await run({ type: 'list-tags', reference: `${registry.host}/shop/cart` })).answer).toStrictEqual({
    type: 'tags',
    tags: ['1', '2'],
  });
});

test('logins that fit are tried one after the other', async () => {
  registry.logins.set('shop/cart', { user: 'kim', password: 'right' });
  const logins = [
    buildLogin('elsewhere.example', 'a', 'b'),
    buildLogin(registry.host, 'kim', 'wrong'),
    buildLogin(registry.host, 'kim', 'right'),
  ];
  expect((await run({ logins, known: [digest] })).answer).toStrictEqual({ type: 'same', digest });
  expect((await run({ logins: logins.slice(0, 2) })).answer).toStrictEqual({
    code: 'registry-unauthorized',
    message: `${registry.host} does not let ${registry.host}/shop/cart:1 be read: it does not accept the credentials; use docker login ${registry.host}`,
    retryable: false,
  });
  expect((await run({})).answer).toMatchObject({ code: 'registry-unauthorized', retryable: false });
});

test('a program that the own configuration names is asked, and none that a pull secret names', async () => {
  registry.logins.set('shop/cart', { user: 'kim', password: 'right' });
  const program = join(cache.path, 'docker-credential-test');
  writeFileSync(program, '#!/bin/sh\nread server\necho "{\\"Username\\":\\"kim\\",\\"Secret\\":\\"$ANSWER\\"}"\n', { mode: 0o755 });
  const config = Buffer.from(JSON.stringify({ credHelpers: { [registry.host]: 'test' } }));
  const settings = (answer: string) => ({ searchPath: [cache.path, '/bin', '/usr/bin'], environment: { ANSWER: answer } });
  const own = { plainHttpHosts: [registry.host], mirrors: {}, dockerConfig: config };
  const ask = async (registryPart: Partial<PullCommand['registry']>, logins: readonly Uint8Array[] = []) => {
    const { answer } = await run({ logins, known: [digest], registry: { ...own, ...registryPart } });
    return 'type' in answer ? answer.type : answer.code;
  };
  expect([
    await ask({ programs: settings('right') }),
    await ask({ programs: settings('wrong') }),
    await ask({}),
    await ask({ programs: settings('right'), dockerConfig: Buffer.from('{}') }, [config]),
  ]).toStrictEqual(['same', 'registry-unauthorized', 'registry-unauthorized', 'registry-unauthorized']);
});

const KEYS = { own: generateKeyPairSync('ed25519'), other: generateKeyPairSync('ed25519') };

function trust(key: keyof typeof KEYS, images = '**'): TrustSource {
  const pem = KEYS[key].publicKey.export({ format: 'pem', type: 'spki' }) as string;
  return { images, keys: [{ name: `${key}.pub`, pem }], identities: [], predicateTypes: [], builders: [], sources: [] };
}

describe('who signed an image', () => {
  const signed = { reference: '' };
  beforeAll(() => {
    const pushed = registry.push('shop/signed', '1', FILES);
    signed.reference = pushed.reference;
    registry.pushSignature('shop/signed', pushed.digest, payload => sign(null, payload, KEYS.own.privateKey));
  });

  async function ask(rules: readonly TrustSource[], reference = signed.reference) {
    const { answer } = await run({ reference, trust: rules });
    if (!('type' in answer) || answer.type !== 'inspected') throw new TypeError(JSON.stringify(answer));
    const { signature, signers } = JSON.parse(answer.content) as { signature?: string; signers?: string[] };
    const { problems } = JSON.parse(answer.output) as { problems: { code: string }[] };
    return { signature, signers, problems: problems.map(({ code }) => code), readers: answer.catalogers.split(',').at(-1)?.slice(0, 6) };
  }

  const NONE = { signature: undefined, signers: undefined, problems: [], readers: 'trust@' };
  test.each<[string, () => Promise<unknown>, object]>([
    ['a trusted key', () => ask([trust('own')]), { ...NONE, signature: 'verified', signers: ['own.pub'] }],
    ['another key', () => ask([trust('other')]), { ...NONE, signature: 'not-verified', signers: [] }],
    ['nobody', () => ask([trust('own')], `${registry.host}/shop/cart:1`), { ...NONE, signature: 'none', signers: [] }],
    ['nobody is asked for by a rule for others', () => ask([trust('own', 'registry.example/**')]), NONE],
    [
      'the narrowest rule decides',
      () => ask([trust('other'), trust('own', '*/shop/*')]),
      { ...NONE, signature: 'verified', signers: ['own.pub'] },
    ],
  ])('%s', async (_title, look, expected) => {
    expect(await look()).toStrictEqual(expected);
  });

  test('without rules nobody is asked', async () => {
    expect(await ask([])).toMatchObject({ signature: undefined, problems: [] });
    expect(registry.requests.filter(text => text.includes('.sig'))).toStrictEqual([]);
  });

  test.each([
    [500, 'registry-failed'],
    [429, 'registry-throttled'],
    [401, 'registry-unauthorized'],
  ])('a registry that answers %i when it is asked for signatures leaves it unknown, never none', async (status, code) => {
    registry.fault = { status, retryAfter: 0, on: '.sig' };
    expect(await ask([trust('own')])).toStrictEqual({ ...NONE, problems: [code] });
  });
});

test.each<[change: Partial<PullCommand>, code: string, retryable: boolean]>([
  [{ reference: 'HOST/shop/none:1' }, 'image-not-found', false],
  [{ reference: 'no image' }, 'reference-invalid', false],
  [{ reference: '/etc/passwd' }, 'reference-invalid', false],
  [{ reference: '.' }, 'reference-invalid', false],
  [{ reference: '127.0.0.1:1/shop/cart:1', registry: { plainHttpHosts: ['127.0.0.1:1'], mirrors: {} } }, 'registry-unreachable', true],
  [{ reference: '169.254.169.254/latest/meta-data:1' }, 'address-refused', false],
  [{ reference: '[::ffff:a9fe:a9fe]/latest/meta-data:1' }, 'address-refused', false],
  [{ reference: '[64:ff9b::a9fe:a9fe]/latest/meta-data:1' }, 'address-refused', false],
  [{ logins: [Buffer.from('no JSON')] }, 'document-invalid', false],
])('%j is %s', async (change, code, retryable) => {
  const reference = change.reference?.replace('HOST', registry.host);
  expect((await run({ ...change, ...(reference === undefined ? {} : { reference }) })).answer).toMatchObject({ code, retryable });
});

test('a registry that asks to wait is not asked for long, and what it says is told', async () => {
  registry.fault = { status: 429, retryAfter: 0 };
  expect((await run({})).answer).toMatchObject({ code: 'registry-throttled', retryable: true, retryAfterSeconds: 0 });
  expect(registry.requests.length).toBe(2);
});
