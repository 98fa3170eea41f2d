import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAuthority, createCertificateRequest, createServerCertificate, type KeyPair, signClientRequest } from '@breakwater/daemon';
import { connectCluster, type KubeClient } from '@breakwater/kube';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createFolder } from './testing/folder.ts';

let authority: KeyPair;
let other: KeyPair;
let client: KeyPair;

beforeAll(async () => {
  authority = await createAuthority('kubernetes', 10);
  other = await createAuthority('another', 10);
  const { key, request } = await createCertificateRequest();
  client = { key, certificate: await signClientRequest(authority, request, 'sensor', 10) };
});

/** An API server that says who is asking, by the client certificate. */
async function listen(): Promise<string> {
  const { key, certificate } = await createServerCertificate(authority, ['localhost'], 10);
  const server = createServer(
    { key, cert: certificate, ca: authority.certificate, requestCert: true, rejectUnauthorized: true },
    (_, response) => {
      response.end(JSON.stringify({ gitVersion: 'v1.36.0', minor: '36' }));
    },
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const encode = (pem: string): string => Buffer.from(pem).toString('base64');

async function connect(cluster: object, user: object): Promise<KubeClient> {
  const kubeconfig = join(createFolder(), 'kubeconfig');
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'm', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'm',
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const connected = await connectCluster({ kubeconfig, timeouts: { connect: 2000 } });
  onTestFinished(() => connected.close());
  return connected;
}

const asClient = (): object => ({ 'client-certificate-data': encode(client.certificate), 'client-key-data': encode(client.key) });

it('proves who it is, and checks who answers, by certificates', async () => {
  const server = await listen();
  const trusting = await connect(
    { server, 'certificate-authority-data': encode(authority.certificate), 'tls-server-name': 'localhost' },
    asClient(),
  );
  expect(await trusting.readVersion()).toEqual({ text: 'v1.36.0', minor: 36 });
});

it.each<[string, () => object, () => object, RegExp]>([
  [
    'another authority',
    () => ({ 'certificate-authority-data': encode(other.certificate), 'tls-server-name': 'localhost' }),
    asClient,
    /certificate/,
  ],
  [
    'another name',
    () => ({ 'certificate-authority-data': encode(authority.certificate), 'tls-server-name': 'elsewhere' }),
    asClient,
    /elsewhere/,
  ],
  [
    'no client certificate',
    () => ({ 'certificate-authority-data': encode(authority.certificate), 'tls-server-name': 'localhost' }),
    () => ({}),
    /./,
  ],
])('does not speak over a connection with %s', async (_name, cluster, user, message) => {
  const untrusting = await connect({ server: await listen(), ...cluster() }, user());
  await expect(untrusting.readVersion()).rejects.toMatchObject({ code: 'cluster-unreachable', message: expect.stringMatching(message) });
});

it('checks nothing where the kubeconfig says so', async () => {
  const careless = await connect({ server: await listen(), 'insecure-skip-tls-verify': true }, asClient());
  expect(await careless.readVersion()).toEqual({ text: 'v1.36.0', minor: 36 });
});
