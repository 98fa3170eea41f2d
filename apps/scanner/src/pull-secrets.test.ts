import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@breakwater/daemon';
import { ApiServer } from '@breakwater/testkit';
import { expect, test } from 'vitest';
import { PullSecretReader } from './pull-secrets.ts';
import { createFolder } from './testing/images.ts';

const proxies = { httpsProxy: '', httpProxy: '', noProxy: '' };

test('secrets of the own cluster are read at the time of need; what cannot be read hinders nothing', async () => {
  const api = new ApiServer();
  const data = { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') };
  api.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'shop' },
    type: 'kubernetes.io/dockerconfigjson',
    data,
  });
  api.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'shop' }, type: 'kubernetes.io/tls', data: {} });
  await api.start();
  using folder = createFolder();
  const kubeconfig = join(folder.path, 'config');
  writeFileSync(kubeconfig, api.kubeconfig);
  const reader = new PullSecretReader({ kubeconfig, proxies }, createLog('silent'));
  expect(reader.clusters).toStrictEqual([]);
  await reader.connect();
  expect(reader.clusters).toStrictEqual([api.clusterId]);
  const { logins, unread } = await reader.read([
    { cluster: api.clusterId, namespace: 'shop', names: ['login', 'tls', 'gone'] },
    { cluster: 'another', namespace: 'shop', names: ['login'] },
  ]);
  expect(logins.map(bytes => Buffer.from(bytes).toString())).toStrictEqual(['{"auths":{}}']);
  expect(unread).toStrictEqual(['shop/tls is no pull secret', expect.stringMatching(/^shop\/gone: .*not found/)]);
  expect(api.requests.filter(({ path }) => path.includes('/secrets/')).length).toBe(3);
  await reader.close();
  await api.stop();
});

test('a cluster that does not answer gives none, and is asked again', async () => {
  using folder = createFolder();
  const reader = new PullSecretReader({ kubeconfig: join(folder.path, 'none'), proxies }, createLog('silent'));
  await reader.connect();
  expect([reader.clusters, await reader.read([{ cluster: 'c', namespace: 'n', names: ['x'] }])]).toStrictEqual([
    [],
    { logins: [], unread: [] },
  ]);
  await reader.close();
});
