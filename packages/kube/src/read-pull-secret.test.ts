import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer } from '@breakwater/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubeClient } from './client.ts';
import { connectCluster } from './connect-cluster.ts';
import { readPullSecret } from './read-pull-secret.ts';

const api = new ApiServer();
const folder = mkdtempSync(join(tmpdir(), 'breakwater-kube-'));
let client: KubeClient;

const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
const secret = (name: string, type: string, data: Record<string, string>) =>
  api.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, type, data });

beforeAll(async () => {
  secret('new', 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': encode({ auths: { 'r.example': { auth: encode('kim:pw') } } }) });
  secret('old', 'kubernetes.io/dockercfg', { '.dockercfg': encode({ 'r.example': { auth: encode('kim:pw') } }) });
  secret('broken', 'kubernetes.io/dockercfg', { '.dockercfg': encode('kim:topsecret') });
  secret('other', 'Opaque', { password: encode('pw') });
  await api.start();
  writeFileSync(join(folder, 'config'), api.kubeconfig);
  client = await connectCluster({ kubeconfig: join(folder, 'config') });
});
afterAll(async () => {
  await client.close();
  await api.stop();
  rmSync(folder, { recursive: true });
});

test('both kinds of pull secrets become a Docker configuration; others are none', async () => {
  const read = async (name: string) => {
    const bytes = await readPullSecret(client, 'shop', name);
    return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString());
  };
  const auths = { auths: { 'r.example': { auth: encode('kim:pw') } } };
  expect([await read('new'), await read('old'), await read('other')]).toStrictEqual([auths, auths, undefined]);
});

test('what cannot be read says nothing of what is inside', async () => {
  await expect(readPullSecret(client, 'shop', 'broken')).rejects.toMatchObject({
    code: 'answer-invalid',
    message: 'the pull secret holds no JSON',
  });
  await expect(readPullSecret(client, 'shop', 'none')).rejects.toMatchObject({ code: 'cluster-not-found' });
  await expect(readPullSecret(client, 'shop', '../../pods/x')).rejects.toMatchObject({ code: 'cluster-not-found' });
});
