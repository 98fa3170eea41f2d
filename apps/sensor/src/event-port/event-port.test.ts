import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createAuthority, createCertificateRequest, createLog, signClientRequest } from '@breakwater/daemon';
import type { Event as RuntimeEvent } from '@breakwater/model';
import type { Event } from '@breakwater/protocol';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { RecentIds } from '../roles/recent-ids.ts';
import { createFolder } from '../testing/folder.ts';
import { SenderBook } from './sender-book.ts';
import { startEventPort } from './start-event-port.ts';
import { createRecordTaker, type RecordsAnswer } from './take-records.ts';

const SECRET = 'the secret of falco, for tests'.padEnd(40, '.').replaceAll(' ', '-');
const BEARER = `Bearer ${SECRET}`;
const TAKEN: RecordsAnswer = { taken: 1, known: 0, ignored: 0, refused: 0, reasons: [] };
const FALCO = {
  hostname: 'node-a',
  priority: 'Critical',
  rule: 'Terminal shell in container',
  source: 'syscall',
  time: '2026-12-01T09:12:33.478445995Z',
  output_fields: { 'container.id': 'ee97d9c4186f', 'evt.type': 'execve', 'proc.cmdline': 'sh -c id', 'proc.name': 'sh' },
};
const AUDIT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a1',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-12-01T09:12:33.478445Z',
  verb: 'list',
  user: { username: 'ann' },
  objectRef: { resource: 'secrets', namespace: 'shop', apiVersion: 'v1' },
  responseStatus: { code: 200 },
};
const TETRAGON = {
  process_exec: { process: { exec_id: 'x', binary: '/bin/sh', arguments: '-c id', uid: 0, pid: 7 } },
  node_name: 'node-a',
  time: '2026-12-01T09:12:33.478445995Z',
};
const list = (...items: readonly unknown[]) => ({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
const lines = (...values: readonly unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('');

let authority: Awaited<ReturnType<typeof createAuthority>>;
beforeAll(async () => {
  authority = await createAuthority('senders', 1);
});

async function open({ join: joining }: { readonly join?: (events: readonly RuntimeEvent[]) => Promise<readonly RuntimeEvent[]> } = {}) {
  const [dataDir, secrets] = [createFolder(), createFolder()];
  writeFileSync(join(secrets, 'falco'), `${SECRET}\n`);
  writeFileSync(join(secrets, 'short'), 'guessed');
  writeFileSync(join(secrets, 'ca.pem'), authority.certificate);
  const kept: Event[] = [];
  const book = new SenderBook(() => undefined);
  const { note } = book;
  const take = createRecordTaker({
    join: joining ?? (async events => events),
    keep: events => kept.push(...events),
    recent: new RecentIds(),
    note,
  });
  const settings = { port: 0, secrets, clientCa: join(secrets, 'ca.pem') };
  const port = await startEventPort(settings, { dataDir, log: createLog('silent'), take, note });
  onTestFinished(() => port.close());
  const post = (
    body: string | Buffer,
    options: { authorization?: string; path?: string; method?: string; encoding?: string; tls?: object } = {},
  ) =>
    new Promise<readonly unknown[]>((resolve, reject) => {
      const { authorization = BEARER, path = '/events', method = 'POST', encoding, tls = {} } = options;
      const headers = {
        ...(authorization === '' ? {} : { authorization }),
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      };
      const sent = request(new URL(path, port.url), { ca: port.ca, method, headers, agent: false, ...tls }, answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.once('end', () => {
          const { 'retry-after': retryAfter } = answer.headers;
          const value = JSON.parse(Buffer.concat(chunks).toString()) as { readonly error?: { readonly code: string } };
          resolve([answer.statusCode, value.error?.code ?? value, ...(retryAfter === undefined ? [] : [retryAfter])]);
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  return { post, kept, book };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test.each<readonly [name: string, options: Parameters<Awaited<ReturnType<typeof open>>['post']>[1], status: number, answer: unknown]>([
  ['a bearer token', {}, 200, TAKEN],
  ['name and secret, as in https://falco:SECRET@sensor', { authorization: basic(`falco:${SECRET}`) }, 200, TAKEN],
  ['the secret of another name', { authorization: basic(`short:${SECRET}`) }, 401, 'sender-unknown'],
  ['a secret that can be guessed', { authorization: 'Bearer guessed' }, 401, 'sender-unknown'],
  ['a path for a name', { authorization: basic(`../falco:${SECRET}`) }, 401, 'sender-unknown'],
  ['nobody', { authorization: '' }, 401, 'sender-unknown'],
  ['another path', { path: '/' }, 404, 'path-unknown'],
  ['a path with a question', { path: '/events?timeout=30s' }, 200, TAKEN],
  ['another method', { method: 'PUT' }, 405, 'method-wrong'],
])('%s', async (_, options, status, answer) => {
  const { post } = await open();
  expect(await post(JSON.stringify(FALCO), options)).toStrictEqual([status, answer]);
});

test.each([
  ['of the named authority', true, 200, TAKEN],
  ['of another one', false, 401, 'sender-unknown'],
])('a client certificate %s', async (_, isNamed, status, answer) => {
  const { post } = await open();
  const { key, request: csr } = await createCertificateRequest();
  const signer = isNamed ? authority : await createAuthority('others', 1);
  const cert = await signClientRequest(signer, csr, 'falco', 1);
  expect(await post(JSON.stringify(FALCO), { authorization: '', tls: { key, cert } })).toStrictEqual([status, answer]);
});

const toIds = (kept: readonly Event[]) => kept.map(({ id }) => id.replace(/[\w-]{43}/, '#'));

test.each<readonly [name: string, body: string, answer: Partial<RecordsAnswer>, ids: readonly string[]]>([
  [
    'a list of audit events',
    JSON.stringify(list(AUDIT, { ...AUDIT, auditID: 'a2' })),
    { taken: 2 },
    ['a1/ResponseComplete', 'a2/ResponseComplete'],
  ],
  ['an event twice', JSON.stringify(list(AUDIT, AUDIT)), { taken: 1, known: 1 }, ['a1/ResponseComplete']],
  ['its stages', JSON.stringify(list(AUDIT, { ...AUDIT, stage: 'Panic' })), { taken: 2 }, ['a1/ResponseComplete', 'a1/Panic']],
  ['lines of several kinds', lines(FALCO, TETRAGON, AUDIT), { taken: 3 }, ['node-a/falco/#', 'node-a/tetragon/#', 'a1/ResponseComplete']],
  ['an array', JSON.stringify([FALCO, TETRAGON]), { taken: 2 }, ['node-a/falco/#.0', 'node-a/tetragon/#.1']],
  [
    'lines that a shipper wrapped',
    lines({ date: 1, log: `${JSON.stringify(TETRAGON)}\n`, stream: 'stdout' }),
    { taken: 1 },
    ['node-a/tetragon/#'],
  ],
  ['JSON over several lines', JSON.stringify(AUDIT, null, 2), { taken: 1 }, ['a1/ResponseComplete']],
  ['nothing', '', { taken: 0 }, []],
  [
    'what is none, beside what is',
    lines('x', AUDIT),
    { taken: 1, refused: 1, reasons: ['this is no JSON object'] },
    ['a1/ResponseComplete'],
  ],
  [
    'a line that broke off, beside what is whole',
    `{"kind":\n${lines(AUDIT)}`,
    { taken: 1, refused: 1, reasons: ['this is no JSON'] },
    ['a1/ResponseComplete'],
  ],
  ['no time', JSON.stringify({ ...AUDIT, stageTimestamp: 'now' }), { taken: 0, refused: 1, reasons: ["time: 'now' is no time"] }, []],
  ['metrics', JSON.stringify({ ...FALCO, rule: 'Falco internal: metrics snapshot' }), { taken: 0, ignored: 1 }, []],
])('%s', async (_, body, answer, ids) => {
  const { post, kept } = await open();
  expect(await post(body)).toStrictEqual([200, { ...TAKEN, ...answer }]);
  expect(toIds(kept)).toStrictEqual(ids);
  if (ids.length > 0)
    expect(await post(gzipSync(body), { encoding: 'gzip' })).toMatchObject([200, { taken: 0, known: kept.length + (answer.known ?? 0) }]);
});

test.each<readonly [name: string, body: string | Buffer, encoding: string | undefined, status: number, code: string]>([
  ['packed as nobody knows', 'x', 'br', 415, 'encoding-unknown'],
  ['not packed as it says', 'x', 'gzip', 400, 'body-invalid'],
  ['a bomb', gzipSync(Buffer.alloc(17 * 1024 * 1024)), 'gzip', 413, 'body-too-large'],
  ['records without end', '1\n'.repeat(20_001), undefined, 413, 'body-too-large'],
])('a body that is %s is refused, and told', async (_, body, encoding, status, code) => {
  const { post, book } = await open();
  expect(await post(body, encoding === undefined ? {} : { encoding })).toStrictEqual([status, code]);
  expect(book.listProblems()).toMatchObject([{ code: 'records-refused', source: 'events/falco' }]);
});

test('what cannot be taken is asked for again, and is new then', async () => {
  let isThere = false;
  const { post, kept } = await open({
    join: async events => {
      if (!isThere) throw new Error('the thread has ended');
      return events;
    },
  });
  expect(await post(JSON.stringify(AUDIT))).toStrictEqual([503, 'not-taken', '1']);
  isThere = true;
  expect([await post(JSON.stringify(AUDIT)), kept.length]).toStrictEqual([[200, TAKEN], 1]);
});

test('who delivers faster than is taken is told to come again', async () => {
  const held = Promise.withResolvers<void>();
  const { post } = await open({ join: events => held.promise.then(() => events) });
  const sent = ['1', '2', '3', '4', '5'].map(id => post(JSON.stringify({ ...AUDIT, auditID: id })));
  expect(await Promise.race(sent)).toStrictEqual([429, 'busy', '1']);
  held.resolve();
  expect((await Promise.all(sent)).map(([status]) => status).toSorted()).toStrictEqual([200, 200, 200, 200, 429]);
});

test('problems of a sender end some time after the last one', () => {
  let now = 0;
  const book = new SenderBook(
    () => undefined,
    () => now,
  );
  book.note('falco', []);
  book.note('falco', ['this is no JSON', 'no']);
  book.note('falco', ['later']);
  const message = '3 records of falco told nothing that can be judged: this is no JSON';
  expect(book.listProblems()).toStrictEqual([{ code: 'records-refused', source: 'events/falco', message }]);
  now = 3_600_001;
  expect(book.listProblems()).toStrictEqual([]);
});

test('without a way to know senders there is no port', async () => {
  const surroundings = { dataDir: createFolder(), log: createLog('silent'), take: async () => TAKEN, note: () => undefined };
  await expect(startEventPort({ port: 0 }, surroundings)).rejects.toMatchObject({ code: 'event-port-unusable' });
});
