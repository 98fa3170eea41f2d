import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  createAuthority,
  createCertificateRequest,
  createServerCertificate,
  type KeyPair,
  signClientRequest,
  toFingerprint,
} from '@breakwater/daemon';
import { formatJoinToken } from '@breakwater/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFolder } from '../testing/images.ts';
import { enrol, isWorn, readIdentity, renew } from './identity.ts';
import { ServerClient } from './server-client.ts';

const proxies = { httpsProxy: '', httpProxy: '', noProxy: '' };
const JOB = { id: '11111111-1111-4111-8111-111111111111', lease: '22222222-2222-4222-8222-222222222222' };

let authority: KeyPair;
let server: Server;
let url = '';
/** What the server answers, and what it was asked. */
let answer: { readonly status: number; readonly text: string };
const asked: string[] = [];

beforeAll(async () => {
  authority = await createAuthority('test', 10);
  const { key, certificate } = await createServerCertificate(authority, ['127.0.0.1'], 10);
  const tls = {
    key,
    cert: `${certificate}\n${authority.certificate}`,
    ca: authority.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  };
  server = createServer(tls, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      asked.push(`${request.method} ${request.url}`);
      const text = answer.text === 'certificate' ? await certify(body) : answer.text;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked.length = 0;
});

async function certify(body: string): Promise<string> {
  const { request, scanner } = JSON.parse(body) as { request: string; scanner?: object };
  const certificate = await signClientRequest(authority, request, { name: 's', role: 'scanner' }, 90);
  return JSON.stringify({ certificate, ca: authority.certificate, ...(scanner === undefined ? {} : { id: 's' }) });
}

async function connect(ca = authority): Promise<ServerClient> {
  const { key, request } = await createCertificateRequest();
  const certificate = await signClientRequest(authority, request, { name: 's', role: 'scanner' }, 1);
  return new ServerClient({ id: 's', url, ca: ca.certificate, key, certificate }, proxies);
}

const lease = async (client: ServerClient) => {
  const scanner = { name: 's', version: '1', capabilities: [], clusters: [] };
  return client.lease({ scanner, kinds: [], max: 0, waitSeconds: 0 }, new AbortController().signal);
};

test.each<[status: number, text: string, code: string]>([
  [401, '{"error":{"message":"who are you"}}', 'enrol-refused'],
  [403, '{"error":{"message":"the scanner was removed"}}', 'enrol-refused'],
  [503, '{"error":{"message":"not now"}}', 'server-unreachable'],
  [500, 'oops', 'server-unreachable'],
  [409, '{"error":{"message":"not yours"}}', 'lease-lost'],
  [422, '{"error":{"message":"no image"}}', 'result-refused'],
  [413, '{"error":{"message":"too large"}}', 'result-refused'],
])('%i is told as what it means', async (status, text, code) => {
  answer = { status, text };
  const client = await connect();
  await expect(client.sendResult(JOB, Buffer.from(''))).rejects.toMatchObject({ code });
  expect(asked).toStrictEqual([`PUT /scanner/v1/jobs/${JOB.id}/result?lease=${JOB.lease}`]);
  client.close();
});

test('an answer that is none is not used', async () => {
  const client = await connect();
  for (const text of ['', 'null', '{"jobs":[{"kind":"inspect"}]}', '{"jobs":{}}']) {
    answer = { status: 200, text };
    await expect(lease(client)).rejects.toMatchObject({ code: 'server-untrusted' });
  }
  answer = { status: 200, text: '{"jobs":[]}' };
  expect(await lease(client)).toStrictEqual([]);
  client.close();
});

test('another authority’s server is told nothing', async () => {
  answer = { status: 200, text: '{"jobs":[]}' };
  const client = await connect(await createAuthority('other', 10));
  await expect(lease(client)).rejects.toMatchObject({ code: 'server-unreachable' });
  expect(asked).toStrictEqual([]);
  client.close();
});

test('a join token is exchanged for an identity, which is renewed in time; another server does not even see the token', async () => {
  using folder = createFolder();
  answer = { status: 200, text: 'certificate' };
  const token = (caFingerprint: string) => formatJoinToken({ url, caFingerprint, secret: 'secret' });
  await expect(enrol(folder.path, token('0'.repeat(64)), 's', proxies)).rejects.toMatchObject({ code: 'server-untrusted' });
  await expect(enrol(folder.path, 'hello', 's', proxies)).rejects.toMatchObject({ code: 'enrol-refused' });
  expect([asked, readIdentity(folder.path)]).toStrictEqual([[], undefined]);
  const identity = await enrol(folder.path, token(toFingerprint(authority.certificate)), 's', proxies);
  expect(readIdentity(folder.path)).toStrictEqual(identity);
  const days = (count: number): number => Date.now() + count * 86_400_000;
  expect([isWorn(identity, Date.now()), isWorn(identity, days(59)), isWorn(identity, days(61))]).toStrictEqual([false, false, true]);
  const renewed = await renew(folder.path, identity, proxies);
  expect([renewed.id, renewed.certificate === identity.certificate, readIdentity(folder.path)]).toStrictEqual(['s', false, renewed]);
});
