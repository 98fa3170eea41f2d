import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { createClient, type KubeClient } from './client.ts';
import { connectCluster } from './connect-cluster.ts';

/** A server that answers each path with what the table says, and remembers headers. */
async function listen(
  answers: Readonly<Record<string, readonly [status: number, body: string]>>,
): Promise<{ url: string; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(request.headers);
    const [status, body] = answers[request.url ?? ''] ?? [404, '{"message":"not here"}'];
    response.writeHead(status, status === 429 ? { 'retry-after': '7' } : {}).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-kube-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function writeConfig(server: string, user: object, folder = createFolder()): string {
  const path = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'main', context: { cluster: 'c', user: 'u' } },
      { name: 'other', context: { cluster: 'c', user: 'u' } },
      { name: 'broken', context: { cluster: 'nowhere', user: 'u' } },
    ],
    'current-context': 'main',
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const VERSION = { '/version': [200, '{"gitVersion":"v1.36.3","major":"1","minor":"36+"}'] } as const;

async function readVersion(kubeconfig: string, context?: string) {
  const client = await connectCluster({ kubeconfig, ...(context === undefined ? {} : { context }) });
  onTestFinished(() => client.close());
  return { client, version: await client.readVersion() };
}

const NOBODY = { header: '', ca: '', certificate: '', key: '', serverName: '', insecure: false };

function connectAs(server: string): KubeClient {
  const client = createClient({ server, context: 'c', proxy: '', authorize: async () => NOBODY, renew: () => undefined }, { connect: 500 });
  onTestFinished(() => client.close());
  return client;
}

it('reads version and id of a cluster', async () => {
  const { url, seen } = await listen({ ...VERSION, '/api/v1/namespaces/kube-system': [200, '{"metadata":{"uid":"u-1"}}'] });
  const { client, version } = await readVersion(writeConfig(url, { token: 'secret-token' }), 'other');
  expect(version).toEqual({ text: 'v1.36.3', minor: 36 });
  expect(await client.readClusterId()).toBe('u-1');
  expect(client.context).toBe('other');
  expect(seen[0]).toMatchObject({ authorization: 'Bearer secret-token', accept: 'application/json', 'user-agent': 'breakwater' });
});

it('reads a token file again when it has changed and the old token is refused', async () => {
  const folder = createFolder();
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'first\n');
  const { url, seen } = await listen({ ...VERSION, '/refused': [401, '{"message":"Unauthorized"}'] });
  const { client } = await readVersion(writeConfig(url, { tokenFile }, folder));
  writeFileSync(tokenFile, 'second');
  await expect(client.getJson('/refused')).rejects.toMatchObject({ code: 'cluster-unauthorized', message: 'Unauthorized' });
  await client.readVersion();
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer first', 'Bearer second']);
});

it('asks a credential plug-in', async () => {
  const folder = createFolder();
  const plugin = join(folder, 'plugin.mjs');
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'from-plugin' } };
  writeFileSync(plugin, `console.log(${JSON.stringify(JSON.stringify(credential))})`);
  const { url, seen } = await listen(VERSION);
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [plugin], interactiveMode: 'Never' };
  await readVersion(writeConfig(url, { exec }, folder));
  expect(seen[0]?.authorization).toBe('Bearer from-plugin');
});

it.each([
  [
    'a plug-in that fails',
    { exec: { apiVersion: 'x', command: process.execPath, args: ['-e', 'process.exit(3)'] } },
    /^credentials of user 'u': /,
  ],
  ['a plug-in that is not there', { exec: { apiVersion: 'x', command: '/nowhere/plugin' } }, /^credentials of user 'u': spawn .*ENOENT/],
  [
    'a plug-in that says nonsense',
    { exec: { apiVersion: 'x', command: process.execPath, args: ['-e', 'console.log(1)'] } },
    /^credentials of user 'u': /,
  ],
])('says what is wrong with %s', async (_name, user, message) => {
  const { url } = await listen(VERSION);
  await expect(connectCluster({ kubeconfig: writeConfig(url, user) })).rejects.toMatchObject({
    code: 'credentials-failed',
    message: expect.stringMatching(message),
  });
});

it.each([
  ['a file that is not there', () => join(createFolder(), 'nothing'), undefined, /^the kubeconfig .*nothing cannot be read: ENOENT/],
  ['a file that is none', () => writeText('}{'), undefined, /^the kubeconfig .* cannot be read: /],
  ['an empty file', () => writeText(''), undefined, /^the kubeconfig .* cannot be read: /],
  [
    'a context that is not there',
    () => writeConfig('http://x', {}),
    'prod',
    /^the kubeconfig has no context 'prod'; it has main, other, broken$/,
  ],
  ['a cluster that is not there', () => writeConfig('http://x', {}), 'broken', /^context 'broken' names no cluster of the kubeconfig$/],
])('says what is wrong with %s', async (_name, write, context, message) => {
  const options = context === undefined ? {} : { context };
  await expect(connectCluster({ kubeconfig: write(), ...options })).rejects.toMatchObject({
    code: 'kubeconfig-invalid',
    message: expect.stringMatching(message),
  });
});

function writeText(text: string): string {
  const path = join(createFolder(), 'kubeconfig');
  writeFileSync(path, text);
  return path;
}

it.each([
  ['/forbidden', 403, '{"message":"pods is forbidden"}', { code: 'cluster-forbidden', message: 'pods is forbidden' }],
  ['/gone', 410, '{}', { code: 'cluster-expired', message: 'the API server answered 410' }],
  ['/busy', 429, '{}', { code: 'cluster-throttled', retryAfter: 7000 }],
  ['/page', 502, '<html>', { code: 'cluster-failed', message: 'the API server answered 502' }],
  ['/kubelet', 500, 'checkpointing failed\n', { code: 'cluster-failed', message: 'checkpointing failed' }],
  ['/nothing', 500, '', { code: 'cluster-failed', message: 'the API server answered 500' }],
  ['/nonsense', 200, 'hello', { code: 'answer-invalid', message: 'the answer is no JSON' }],
  ['/list', 200, '[]', { code: 'answer-invalid', message: 'the answer is no JSON object' }],
  ['/large', 200, JSON.stringify({ x: 'x'.repeat(2000) }), { code: 'answer-too-large', message: 'the answer has more than 1000 bytes' }],
])('tells failures apart: %s', async (path, status, body, failure) => {
  const { url } = await listen({ [path]: [status, body] });
  const client = connectAs(url);
  await expect(client.getJson(path, { maxBytes: 1000 })).rejects.toMatchObject(failure);
});

it('says that nobody is there', async () => {
  const client = connectAs('http://127.0.0.1:1');
  await expect(client.readVersion()).rejects.toMatchObject({ code: 'cluster-unreachable' });
});

it('does not take anything for a Kubernetes', async () => {
  const { url } = await listen({ '/version': [200, '{"name":"other"}'] });
  await expect(connectAs(url).readVersion()).rejects.toMatchObject({
    code: 'answer-invalid',
    message: 'the server does not say its version as Kubernetes does',
  });
});
