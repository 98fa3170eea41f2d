import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer as createTls, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createSocket, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder } from '../../testing/folder.ts';
import { askPath, type Place, shakeHands } from './ask.ts';

const CREDENTIALS = makeCertificate();

function makeCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  using folder = createFolder();
  const out = ['-keyout', folder.at('key.pem'), '-out', folder.at('cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=kubernetes', ...out], {
    stdio: 'ignore',
  });
  const read = (name: string): Buffer => readFileSync(folder.at(name));
  return { key: read('key.pem'), cert: read('cert.pem') };
}

async function listen(server: Server): Promise<Place> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const serveTls = (status: number, body: string, options: ServerOptions = {}): Promise<Place> =>
  listen(createTls({ ...CREDENTIALS, ...options }, (_, answer) => answer.writeHead(status).end(body)));
const servePlain = (status: number, body: string): Promise<Place> => listen(createPlain((_, answer) => answer.writeHead(status).end(body)));

const FORBIDDEN = JSON.stringify({
  kind: 'Status',
  message: 'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces"',
});

it.each<[number, string, object]>([
  [401, '{}', { outcome: 'answered', status: 401, detail: '' }],
  [403, FORBIDDEN, { outcome: 'answered', status: 403, detail: 'system:anonymous' }],
  [200, 'x'.repeat(100_000), { outcome: 'answered', status: 200, detail: '' }],
])('tells who an API server takes a stranger for: %i', async (status, body, wanted) => {
  const answer = await askPath(await serveTls(status, body), '/api/v1/namespaces', true);
  expect(answer).toMatchObject({ ...wanted, tls: { version: 'TLSv1.3', subject: 'CN=kubernetes', issuer: 'CN=kubernetes' } });
});

it('asks without TLS where there is none', async () => {
  expect(await askPath(await servePlain(200, 'ok'), '/pods', false)).toStrictEqual({ outcome: 'answered', status: 200, detail: '' });
});

it('tells a server that asks for a certificate as one that refuses', async () => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const place = await serveTls(200, '{}', { requestCert: true, rejectUnauthorized: true, maxVersion });
    expect(await askPath(place, '/version', true)).toMatchObject({ outcome: 'refused' });
  }
});

it('tells a port at which nothing listens', async () => {
  const server = createSocket();
  const place = await listen(server);
  await new Promise<void>(resolve => server.close(() => resolve()));
  expect(await askPath(place, '/', false)).toStrictEqual({ outcome: 'refused', detail: 'ECONNREFUSED' });
  expect(await shakeHands(place)).toStrictEqual({ outcome: 'refused', detail: 'ECONNREFUSED' });
});

it('gives up on who listens and says nothing', async () => {
  const server = createSocket(socket => onTestFinished(() => void socket.destroy()));
  const place = await listen(server);
  const [asked, shaken] = await Promise.all([askPath(place, '/', false), shakeHands(place)]);
  expect([asked.outcome, shaken.outcome]).toStrictEqual(['unreachable', 'unreachable']);
});

it('gives up on who speaks something else, which is no answer', async () => {
  const place = await listen(createSocket(socket => void socket.on('error', () => {}).end('220 mail.example ESMTP\r\n')));
  const answer = await askPath(place, '/', true);
  expect([answer.outcome, answer.status]).toStrictEqual(['failed', undefined]);
});

const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;

it('tells versions that a server agrees to', async () => {
  expect(await shakeHands(await serveTls(200, ''), OLD)).toMatchObject({ outcome: 'refused' });
  const old = await serveTls(200, '', { ...OLD, ciphers: 'DEFAULT@SECLEVEL=0' });
  expect(await shakeHands(old, OLD)).toMatchObject({ outcome: 'answered', tls: { version: 'TLSv1.1' } });
});
