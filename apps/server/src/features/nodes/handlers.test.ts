import { type Client, nodes, tokens } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildObject, buildViolation, buildWorkload } from '../../testing/items.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;

const NODE = { kind: 'Node', namespace: '', name: 'node-1' };
const buildPod = (name: string, node: string) => ({ name, node, phase: 'Running', startedAt: '' });

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([
    buildObject(NODE, {
      metadata: { creationTimestamp: '2026-01-01T00:00:00Z', labels: { 'node-role.kubernetes.io/worker': '' } },
      spec: { unschedulable: true, taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, null] },
      status: {
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady' },
          { type: 'MemoryPressure', status: 'True', reason: 'Low' },
          { type: 'DiskPressure', status: 'strange' },
        ],
        addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
        capacity: { cpu: '8', pods: 110 },
        allocatable: { cpu: '7' },
        nodeInfo: {
          kubeletVersion: 'v1.36.0',
          containerRuntimeVersion: 'containerd://2',
          osImage: 'Debian',
          kernelVersion: '6',
          architecture: 'amd64',
        },
      },
    }),
    buildWorkload({ name: 'web' }, { pods: [buildPod('a', 'node-1'), buildPod('b', 'node-1'), buildPod('c', 'node-2')], podCount: 3 }),
    buildWorkload({ name: 'elsewhere' }, { pods: [buildPod('d', 'node-2')], podCount: 1 }),
    buildViolation(NODE, { policy: 'kubelet-anonymous', container: '' }),
  ]);
});
afterAll(() => running.close());

test('a node is shown with its state and what runs on it', async () => {
  const { results } = await admin.call(nodes.endpoints.list, { query: {} });
  expect(results.map(({ name, pods }) => [name, pods])).toStrictEqual([['node-1', 2]]);
  const { workloads, openViolations, images, ...shown } = await admin.call(nodes.endpoints.get, { params: { id: results[0]?.id ?? '' } });
  expect(workloads.map(({ workload: _id, ...load }) => load)).toStrictEqual([
    { kind: 'Deployment', namespace: 'shop', name: 'web', pods: 2, risk: 12.5 },
  ]);
  expect(images.map(({ reference }) => reference)).toStrictEqual(['registry.example/web:1']);
  expect(openViolations.map(({ policy }) => policy)).toStrictEqual(['kubelet-anonymous']);
  expect(shown).toStrictEqual({
    ...results[0],
    createdAt: '2026-01-01T00:00:00Z',
    labels: { 'node-role.kubernetes.io/worker': '' },
    roles: ['worker'],
    schedulable: false,
    conditions: [
      { type: 'Ready', status: 'True', reason: 'KubeletReady', good: true },
      { type: 'MemoryPressure', status: 'True', reason: 'Low', good: false },
      { type: 'DiskPressure', status: 'Unknown', reason: '', good: false },
    ],
    taints: [
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: '', value: '', effect: '' },
    ],
    addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
    capacity: { cpu: '8', pods: '110' },
    allocatable: { cpu: '7' },
    partial: false,
  });
});

test('that not all pods are named is said', async () => {
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c2');
  await sensor.store([buildObject(NODE), buildWorkload({ name: 'many' }, { pods: [buildPod('a', 'node-1')], podCount: 2 })]);
  const { results } = await admin.call(nodes.endpoints.list, { query: { filter: 'cluster=c2' } });
  expect((await admin.call(nodes.endpoints.get, { params: { id: results[0]?.id ?? '' } })).partial).toBe(true);
});

test('whoever sees single namespaces sees no node', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 'v', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  const { results } = await admin.call(nodes.endpoints.list, { query: {} });
  await expect(
    withToken(running.server.url, secret).call(nodes.endpoints.get, { params: { id: results[0]?.id ?? '' } }),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
});
