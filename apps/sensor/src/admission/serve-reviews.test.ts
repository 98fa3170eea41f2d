import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { createAuthority, createCertificateRequest, createServerCertificate, type KeyPair, signClientRequest } from '@breakwater/daemon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReviewServer, serveReviews } from './serve-reviews.ts';

let authority: KeyPair;
let server: ReviewServer;
const faults: string[] = [];
const REVIEW = JSON.stringify({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: { uid: 'u1', operation: 'DELETE', object: null },
});

beforeAll(async () => {
  authority = await createAuthority('test', 1);
  server = await serve();
});
afterAll(() => server.close());

async function serve(more: object = {}): Promise<ReviewServer> {
  return serveReviews({
    host: '127.0.0.1',
    port: 0,
    certificate: await createServerCertificate(authority, ['127.0.0.1'], 1),
    answer: ({ uid }) => Promise.resolve({ uid, allowed: true }),
    readReadiness: () => '',
    renderMetrics: async () => 'm 1\n',
    onFault: message => faults.push(message),
    ...more,
  });
}

function ask(path: string, body: string | undefined, port = server.port, tls: object = {}): Promise<readonly [number, unknown]> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca: authority.certificate, ...tls });
    const sent = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', agent }, answer => {
      let text = '';
      answer.on('data', chunk => {
        text += String(chunk);
      });
      answer.once('end', () => resolve([answer.statusCode ?? 0, text.startsWith('{') ? JSON.parse(text) : text]));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const status = (code: number, message: string) => [
  code,
  { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, message },
];

it('answers reviews, and says how it is', async () => {
  expect(await ask('/validate?timeout=10s', REVIEW)).toEqual([
    200,
    { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: 'u1', allowed: true } },
  ]);
  expect(await ask('/healthz', undefined)).toEqual([200, 'ok\n']);
  expect(await ask('/readyz', undefined)).toEqual([200, 'ok\n']);
  expect(await ask('/metrics', undefined)).toEqual([200, 'm 1\n']);
});

it('says what is wrong with what is no review', async () => {
  expect(await ask('/validate', '{')).toEqual(status(400, 'the body is no JSON object; an AdmissionReview is wanted'));
  expect(await ask('/validate', undefined)).toEqual(status(405, 'reviews are sent by POST'));
  expect(await ask('/other', '{}')).toEqual(status(404, 'there is /validate, /healthz, /readyz and /metrics'));
  expect(faults).toEqual(['the body is no JSON object; an AdmissionReview is wanted']);
});

it('reads no more than a review may have', async () => {
  const answer = await ask('/validate', 'x'.repeat(17 * 1024 * 1024)).catch((cause: Error) => cause.message);
  // What is sent on while it is refused may break the connection before the answer is read.
  expect([
    JSON.stringify(status(413, 'the review is larger than 16777216 bytes')),
    JSON.stringify('write EPIPE'),
    JSON.stringify('read ECONNRESET'),
  ]).toContain(JSON.stringify(answer));
  expect((await ask('/validate', REVIEW))[0]).toBe(200);
});

it('says that nothing is known to decide by yet', async () => {
  const empty = await serve({ answer: () => undefined, readReadiness: () => 'no bundle' });
  expect(await ask('/readyz', undefined, empty.port)).toEqual([503, 'no bundle\n']);
  expect(await ask('/validate', REVIEW, empty.port)).toEqual(status(503, 'no bundle'));
  await empty.close();
});

describe('where clients need a certificate', () => {
  const issue = async (signer: KeyPair): Promise<object> => {
    const { key, request: csr } = await createCertificateRequest();
    return { key, cert: await signClientRequest(signer, csr, 'kube-apiserver', 1) };
  };
  const stranger = status(
    401,
    'clients prove who they are here: name a kubeconfig with a certificate of --client-ca in the AdmissionConfiguration of the API server',
  );
  const answer = [200, { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: 'u1', allowed: true } }];

  it.each<readonly [name: string, path: string, whose: 'nobody' | 'named' | 'other', expected: unknown]>([
    ['the API server that has one', '/validate', 'named', answer],
    ['nobody', '/validate', 'nobody', stranger],
    ['one of another authority', '/validate', 'other', stranger],
    ['who counts', '/metrics', 'named', [200, 'm 1\n']],
    ['who counts without one', '/metrics', 'nobody', stranger],
    ['a kubelet, which has none', '/healthz', 'nobody', [200, 'ok\n']],
    ['a kubelet that asks whether it is ready', '/readyz', 'nobody', [200, 'ok\n']],
  ])('%s at %s', async (_, path, whose, expected) => {
    const strict = await serve({ clientCa: authority.certificate });
    const tls = whose === 'nobody' ? {} : await issue(whose === 'named' ? authority : await createAuthority('another', 1));
    expect(await ask(path, path === '/validate' ? REVIEW : undefined, strict.port, tls)).toEqual(expected);
    await strict.close();
  });
});

it('shows another certificate to new connections', async () => {
  const fingerprint = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: server.port, ca: authority.certificate }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.end();
      });
      socket.once('error', reject);
    });
  const before = await fingerprint();
  server.setCertificate(await createServerCertificate(authority, ['127.0.0.1'], 1));
  expect(await fingerprint()).not.toBe(before);
});
