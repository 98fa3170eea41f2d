import { afterEach, beforeEach, expect, it } from 'vitest';
import { ApiServer } from './api-server.ts';
import { buildCluster } from './build-cluster.ts';
import { isBuiltIn, isNamespaced, toResource } from './resources.ts';

let server: ApiServer;

beforeEach(async () => {
  server = new ApiServer();
  await server.start();
});

afterEach(() => server.stop());

async function get(path: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(`${server.url}${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it.each([
  ['v1', 'Endpoints', '/api/v1/endpoints'],
  ['networking.k8s.io/v1', 'Ingress', '/apis/networking.k8s.io/v1/ingresses'],
  ['networking.k8s.io/v1', 'NetworkPolicy', '/apis/networking.k8s.io/v1/networkpolicies'],
  ['gateway.networking.k8s.io/v1', 'Gateway', '/apis/gateway.networking.k8s.io/v1/gateways'],
  ['storage.k8s.io/v1', 'StorageClass', '/apis/storage.k8s.io/v1/storageclasses'],
])('knows where %s %s lives', (apiVersion, kind, path) => {
  expect(toResource({ apiVersion, kind }).path).toBe(path);
});

it('knows what is built in, and what lives in namespaces', () => {
  const groups = ['', 'apps', 'rbac.authorization.k8s.io', 'gateway.networking.k8s.io', 'argoproj.io', 'autoscaling', 'autoscaling.k8s.io'];
  expect(groups.map(isBuiltIn)).toEqual([true, true, true, false, false, true, false]);
  expect(['Pod', 'Node', 'ClusterRole', 'Role'].map(isNamespaced)).toEqual([true, false, false, true]);
});

it('gives lists in pages, and none of them after it has forgotten', async () => {
  for (const object of buildCluster({ namespaces: 1, workloads: 1, pods: 5, nodes: 1 })) server.put(object);
  const first = await get('/api/v1/pods?limit=2');
  expect(first.body['items']).toHaveLength(2);
  const { continue: token } = first.body['metadata'] as { readonly continue: string };
  expect((await get(`/api/v1/pods?limit=5&continue=${token}`)).body['items']).toHaveLength(3);
  server.faults.continueExpired = true;
  expect((await get(`/api/v1/pods?limit=5&continue=${token}`)).status).toBe(410);
});

it('refuses what it is told to refuse, and what it does not serve', async () => {
  server.faults.refused.set('/api/v1/secrets', 403);
  expect((await get('/api/v1/secrets')).status).toBe(403);
  expect((await get('/api/v1/pods')).status).toBe(200);
  expect((await get('/apis/argoproj.io/v1alpha1/rollouts')).status).toBe(404);
});

it('builds as many objects as were asked for', () => {
  const objects = [...buildCluster({ namespaces: 3, workloads: 10, pods: 47, nodes: 2 })];
  const count = (kind: string): number => objects.filter(object => object['kind'] === kind).length;
  expect([count('Pod'), count('Deployment'), count('ReplicaSet'), count('Namespace'), count('Node')]).toEqual([47, 10, 10, 3, 2]);
});

it('gives lists and objects of one namespace', async () => {
  for (const namespace of ['shop', 'shop-staging'])
    for (const name of ['a', 'b']) server.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } });
  const { body } = await get('/api/v1/namespaces/shop/configmaps');
  const items = body['items'] as readonly { readonly metadata: { readonly namespace: string; readonly name: string } }[];
  expect(items.map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
    ['shop', 'a'],
    ['shop', 'b'],
  ]);
  expect((await get('/api/v1/namespaces/shop/configmaps/b')).body).toMatchObject({ metadata: { namespace: 'shop', name: 'b' } });
  expect((await get('/api/v1/namespaces/kube-system')).body).toMatchObject({ kind: 'Namespace' });
  expect((await get('/api/v1/namespaces/shop/configmaps/c')).status).toBe(404);
});
