import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createAuthority,
  createCertificateRequest,
  createServerCertificate,
  type KeyPair,
  readExpiry,
  signClientRequest,
  toFingerprint,
} from './certificates.ts';
import { connectSocket, listenSockets, type Socket } from './socket.ts';

const DAY = 86_400_000;
const LIMITS = { maxBytes: 1000, idleMs: 2000 };

let authority: KeyPair;
let server: Server;
let close: () => void;
let url: string;
let peers: { readonly socket: Socket; readonly name: string }[] = [];

beforeAll(async () => {
  authority = await createAuthority('test', 30);
  const own = await createServerCertificate(authority, ['127.0.0.1', 'localhost'], 10);
  server = createServer({ key: own.key, cert: own.certificate, ca: authority.certificate, requestCert: true, rejectUnauthorized: false });
  close = listenSockets(
    server,
    '/sensor',
    LIMITS,
    request => {
      const socket = request.socket as TLSSocket;
      return socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined;
    },
    (socket, name) => {
      peers.push({ socket, name });
      socket.onText(text => void socket.send(`echo ${text}`));
    },
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/sensor`;
});

afterAll(() => {
  close();
  server.close();
});

async function createClient(from = authority, now = Date.now()): Promise<KeyPair> {
  const { key, request } = await createCertificateRequest();
  return { key, certificate: await signClientRequest(from, request, 'cluster-1', 5, now) };
}

async function connect(client: KeyPair, parts: { readonly ca?: string; readonly path?: string } = {}): Promise<Socket> {
  const { ca = authority.certificate, path } = parts;
  return connectSocket({ url: path === undefined ? url : url.replace('/sensor', path), ca, ...client, ...LIMITS, timeoutMs: 2000 });
}

function nextText(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.onText(resolve);
    socket.onClose(reason => reject(new Error(reason)));
  });
}

describe('mutual TLS', () => {
  test('a client with a certificate of the authority is known by its name', async () => {
    peers = [];
    const socket = await connect(await createClient());
    await socket.send('長');
    expect(await nextText(socket)).toBe('echo 長');
    expect(peers.map(({ name }) => name)).toStrictEqual(['cluster-1']);
    socket.close();
  });

  test('a text that is too long ends the connection', async () => {
    const socket = await connect(await createClient());
    const closed = new Promise<string>(resolve => socket.onClose(resolve));
    await socket.send('x'.repeat(1001));
    expect(await closed).toBeTypeOf('string');
  });

  test.each<[string, () => Promise<Socket>]>([
    ['a certificate of somebody else', async () => connect(await createClient(await createAuthority('test', 30)))],
    ['a certificate that has expired', async () => connect(await createClient(authority, Date.now() - 6 * DAY))],
    ['another path', async () => connect(await createClient(), { path: '/other' })],
    [
      'a server that somebody else certified',
      async () => connect(await createClient(), { ca: (await createAuthority('test', 30)).certificate }),
    ],
    [
      'a server that shows the certificate of a client',
      async () => {
        const client = await createClient();
        const fake = createServer({ key: client.key, cert: client.certificate });
        await new Promise<void>(resolve => fake.listen(0, '127.0.0.1', resolve));
        const port = (fake.address() as AddressInfo).port;
        return connectSocket({ url: `wss://127.0.0.1:${port}/`, ca: authority.certificate, ...client, ...LIMITS, timeoutMs: 2000 }).finally(
          () => fake.close(),
        );
      },
    ],
  ])('%s is refused', async (_, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ code: 'connection-failed' });
  });
});

describe('certificates', () => {
  test('end when they should', async () => {
    const now = Date.now();
    const { certificate } = await createClient(authority, now);
    expect(Math.abs(readExpiry(certificate) - now - 5 * DAY)).toBeLessThan(2000);
  });

  test('have a fingerprint as openssl gives it', () => {
    expect(toFingerprint(authority.certificate)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['no PEM', 'hello'],
    ['another PEM', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'],
  ])('%s is no request', async (_, request) => {
    await expect(signClientRequest(authority, request, 'x', 1)).rejects.toMatchObject({ code: 'certificate-request-invalid' });
  });
});
