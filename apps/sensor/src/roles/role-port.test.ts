import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createLog } from '@breakwater/daemon';
import { formatReplica, ROLE_PATHS } from '@breakwater/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { type Caller, createSecretAuthenticator, createTokenAuthenticator } from './authenticate-role.ts';
import { Latest } from './latest.ts';
import type { TlsListener } from './listen-tls.ts';
import { ROLE_CA_FILE } from './role-certificate.ts';
import { RoleClient } from './role-client.ts';
import { answerEvents, type Bundle, type RoleHandlers } from './role-handlers.ts';
import { startRolePort } from './role-port.ts';

const SECRETS = { admission: 'a'.repeat(40), responder: 'b'.repeat(40), agent: 'd'.repeat(40) } as const;

async function open(handlers: RoleHandlers) {
  const [folder, secrets] = [createFolder(), createFolder()];
  for (const [name, secret] of Object.entries(SECRETS)) writeFileSync(join(secrets, name), `${secret}\n`);
  const authenticate = createSecretAuthenticator(secrets);
  const port = await startRolePort({
    port: 0,
    host: '127.0.0.1',
    names: ['127.0.0.1'],
    folder,
    authenticate,
    handlers,
    log: createLog('silent'),
  });
  onTestFinished(() => port.close());
  const connect = (role: keyof typeof SECRETS) => {
    const client = new RoleClient({ url: port.url, caFile: join(folder, ROLE_CA_FILE), tokenFile: join(secrets, role) });
    onTestFinished(() => client.close());
    return client;
  };
  return { port, connect };
}

function ask({ url, ca }: TlsListener, path: string, options: { method?: string; token?: string; body?: string } = {}): Promise<unknown> {
  const { method = 'GET', token = SECRETS.admission, body = '' } = options;
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { ca, method, headers: token === '' ? {} : { authorization: `Bearer ${token}` } }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.once('end', () => resolve([answer.statusCode, JSON.parse(Buffer.concat(chunks).toString() || 'null')]));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

describe('whoever is no role, or the wrong one, gets nothing', () => {
  const said = (status: number, code: string, message: string) => [status, { error: { code, message } }];
  test.each([
    ['no token', ROLE_PATHS.bundle, { token: '' }, said(401, 'role-unknown', 'say who you are: authorization: Bearer TOKEN')],
    ['another token', ROLE_PATHS.bundle, { token: 'c'.repeat(40) }, said(401, 'role-unknown', 'the token is of no role of this sensor')],
    ['the other role', ROLE_PATHS.work, {}, said(403, 'role-wrong', 'this is for responder, and you are admission')],
    ['another method', ROLE_PATHS.bundle, { method: 'DELETE' }, said(405, 'method-wrong', '/roles/admission/bundle takes GET')],
    ['another path', '/roles/__proto__', {}, said(404, 'path-unknown', `known are ${Object.values(ROLE_PATHS).join(', ')}`)],
    ['no JSON', ROLE_PATHS.decisions, { method: 'POST', body: '{' }, said(400, 'body-invalid', 'the body is no JSON')],
    [
      'another shape',
      ROLE_PATHS.decisions,
      { method: 'POST', body: '{"decisions":1}' },
      said(400, 'body-invalid', 'decisions: must be array'),
    ],
    [
      'too much',
      ROLE_PATHS.decisions,
      { method: 'POST', body: `"${'x'.repeat(8 * 1024 * 1024)}"` },
      said(413, 'body-too-large', 'a body has at most 8388608 bytes'),
    ],
    ['nothing to give', ROLE_PATHS.bundle, {}, said(404, 'bundle-not-made', 'this sensor makes no bundle for admission')],
  ])('%s', async (_, path, options, expected) => {
    const { port } = await open({ takeDecisions: () => ({ taken: 0, refused: [] }) });
    expect(await ask(port, path, options)).toStrictEqual(expected);
  });
});

test('a bundle is given once it is there, and the next one as soon as it is', async () => {
  const bundle = new Latest<Bundle>();
  const { connect } = await open({ bundle });
  const client = connect('admission');
  await expect(client.readBundle(undefined, 0)).rejects.toThrow('nothing was judged yet; ask again in a moment');
  const first = client.readBundle(undefined, 10);
  bundle.set({ etag: 'one', body: Buffer.from('{"revision":1}') });
  expect(await first).toStrictEqual({ etag: 'one', value: { revision: 1 } });
  expect(await client.readBundle('one', 0)).toBe(undefined);
  const next = client.readBundle('one', 10);
  setTimeout(() => bundle.set({ etag: 'two', body: Buffer.from('{"revision":2}') }), 30);
  expect(await next).toStrictEqual({ etag: 'two', value: { revision: 2 } });
});

test('who asks for a bundle says what it is, before it waits; another word about itself does not keep it from its bundle', async () => {
  const bundle = new Latest<Bundle>();
  bundle.set({ etag: 'one', body: Buffer.from('{}') });
  const heard: unknown[] = [];
  const { connect } = await open({ bundle, hear: word => heard.push(word) });
  const client = connect('admission');
  const word = { id: 'pod-1', revision: 4, since: '2026-01-01T00:00:00.000Z', policies: 2 };
  const waiting = client.readBundle('one', 20, undefined, formatReplica(word, ['böse & more=1']));
  await vi.waitFor(() => expect(heard).toStrictEqual([{ ...word, unusable: ['böse & more=1'], unusableCount: 1 }]), { timeout: 60_000 });
  bundle.set({ etag: 'two', body: Buffer.from('{}') });
  expect(await waiting).toStrictEqual({ etag: 'two', value: {} });
  expect(await client.readBundle(undefined, 0, undefined, '{"id":1}')).toStrictEqual({ etag: 'two', value: {} });
  expect(heard).toHaveLength(1);
});

test('images that admission waits for are asked for, where somebody can be asked', async () => {
  const asked: unknown[] = [];
  let isHeard = true;
  const { port, connect } = await open({
    wantImages: images => {
      asked.push(images);
      return isHeard;
    },
  });
  const client = connect('admission');
  expect(await client.wantImages(['app:1', 'app:2'])).toStrictEqual({ taken: 2, refused: [] });
  isHeard = false;
  expect(await client.wantImages(['app:3'])).toStrictEqual({ taken: 0, refused: [] });
  expect(asked).toStrictEqual([['app:1', 'app:2'], ['app:3']]);
  expect(await ask(port, ROLE_PATHS.images, { method: 'POST', body: '{"images":[""]}' })).toMatchObject([
    400,
    { error: { code: 'body-invalid' } },
  ]);
  await expect((await open({})).connect('admission').wantImages(['app:1'])).rejects.toThrow('this sensor has nobody to ask for images');
});

test('decisions are handed over as they are', async () => {
  const got: unknown[] = [];
  const takeDecisions = (decisions: readonly unknown[]) => {
    got.push(...decisions);
    return { taken: 1, refused: [{ index: 1, message: 'no id' }] };
  };
  const { connect } = await open({ takeDecisions });
  expect(await connect('admission').sendDecisions([{ id: '1' }, {}])).toStrictEqual({
    taken: 1,
    refused: [{ index: 1, message: 'no id' }],
  });
  expect(got).toStrictEqual([{ id: '1' }, {}]);
});

test('a role that waits does not hold up the end', async () => {
  const { port, connect } = await open({ bundle: new Latest<Bundle>() });
  const waiting = connect('admission').readBundle(undefined, 20);
  waiting.catch(() => undefined);
  await new Promise(resolve => setTimeout(resolve, 50));
  await port.close();
  await expect(waiting).rejects.toThrow(port.url);
});

test('a service account token counts for the role of its account, is asked about once a minute, and never longer', async () => {
  const asked: string[] = [];
  let now = 0;
  const users = new Map([
    ['r', 'system:serviceaccount:breakwater:breakwater-responder'],
    ['o', 'system:serviceaccount:shop:breakwater-responder'],
  ]);
  const reviewToken = async (token: string) => {
    asked.push(token);
    const name = users.get(token);
    return name === undefined ? undefined : { name };
  };
  const authenticate = createTokenAuthenticator(
    { reviewToken, getJson: async () => ({}) },
    { namespace: 'breakwater', agentNamespace: 'watching' },
    () => now,
  );
  expect([await authenticate('r'), await authenticate('r'), await authenticate('o'), await authenticate('x')]).toStrictEqual([
    { role: 'responder' },
    { role: 'responder' },
    undefined,
    undefined,
  ]);
  now = 60_001;
  await authenticate('r');
  expect(asked).toStrictEqual(['r', 'o', 'x', 'r']);
});

const AGENT = 'system:serviceaccount:breakwater:breakwater-agent';
const POD = { name: 'agent-x', uid: 'u1' };
const ON_N1 = { metadata: { uid: 'u1' }, spec: { nodeName: 'n1' } };

test.each<readonly [name: string, user: object, pod: () => Promise<Readonly<Record<string, unknown>>>, node: string | undefined]>([
  ['as the token says', { node: 'n1', pod: POD }, async () => ({}), 'n1'],
  ['by its pod, where the token does not say it', { pod: POD }, async () => ON_N1, 'n1'],
  ['not by another pod of the same name', { pod: { ...POD, uid: 'u0' } }, async () => ON_N1, undefined],
  ['not by a pod that has no node yet', { pod: POD }, async () => ({ ...ON_N1, spec: {} }), undefined],
  ['not by a token that is bound to no pod', {}, async () => ON_N1, undefined],
  ['not where the pod cannot be read', { pod: POD }, () => Promise.reject(new TypeError('403')), undefined],
])('where an agent runs: %s', async (_, user, getJson, node) => {
  const authenticate = createTokenAuthenticator(
    { reviewToken: async () => ({ name: AGENT, ...user }), getJson },
    { namespace: 'breakwater' },
  );
  expect(await authenticate('t')).toStrictEqual({ role: 'agent', ...(node === undefined ? {} : { node }) });
});

test('an agent speaks of the node that its token is of, and of no other', async () => {
  const told: unknown[] = [];
  const takeEvents = async ({ agent }: { readonly agent: { readonly node: string } }, isProven: boolean) => {
    told.push([agent.node, isProven]);
    return { taken: 0, refused: [] };
  };
  const handlers = { takeEvents };
  const question = { after: 0, waitMs: 0, etag: '', replica: '', pod: '', signal: new AbortController().signal };
  const word = (node: string) => ({ agent: { node, bootId: 'b', version: '1', since: '', capabilities: [], problems: [] }, events: [] });
  const answer = (caller: Caller, node: string) => answerEvents(handlers, { ...question, caller, body: word(node) });
  expect(await answer({ role: 'agent', node: 'n1' }, 'n2')).toStrictEqual({
    status: 403,
    body: { error: { code: 'node-wrong', message: 'the token is of a pod on node n1: tell what happens there (--node), and not on n2' } },
  });
  await answer({ role: 'agent', node: 'n1' }, 'n1');
  await answer({ role: 'agent' }, 'n2');
  expect(told).toStrictEqual([
    ['n1', true],
    ['n2', false],
  ]);
});

test('a shared secret that could be guessed is none', async () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'admission'), 'short');
  expect(await createSecretAuthenticator(folder)('short')).toBe(undefined);
});
