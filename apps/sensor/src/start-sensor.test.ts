import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createLog } from '@breakwater/daemon';
import type { KubeClient } from '@breakwater/kube';
import type { PolicySet } from '@breakwater/protocol';
import { type ApiServer, buildApplication, type Raw, waitFor } from '@breakwater/testkit';
import { expect, it } from 'vitest';
import { FAST } from './testing/fast.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';
import type { ServerEdge } from './testing/server-edge.ts';
import { connect, startApiServer, writeKubeconfig } from './testing/simulated.ts';

function buildDeployment(name: string, securityContext: Raw = { privileged: true }, annotations: Raw = {}): Raw {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, annotations },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'registry.example/app:1', securityContext }] },
      },
    },
  };
}

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'shop' } } };
const readViolation = (edge: ServerEdge, name: string, policy = 'privileged-container') =>
  edge.items.get(`violation ${policy}|uid-${name}|app`) as { readonly body: { readonly state: string } } | undefined;
const EMPTY: PolicySet = { revision: 1, preset: 'recommended', policies: [], settings: [], exceptions: [] };

async function setUp(objects: readonly Raw[] = [SHOP, buildDeployment('web')]): Promise<{
  readonly server: ApiServer;
  readonly edge: ServerEdge;
  readonly source: { readonly type: 'cluster'; readonly client: KubeClient };
  readonly joinToken: () => Promise<string>;
}> {
  const server = await startApiServer();
  for (const object of objects) server.put(object);
  const edge = await startEdge();
  return { server, edge, source: { type: 'cluster', client: connect(server) }, joinToken: async () => edge.joinToken };
}

it('tells objects, workloads, violations and counts, and then what changes', async () => {
  const { server, edge, source, joinToken } = await setUp([SHOP, ...buildApplication(0, 'shop', 2, 1)]);
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(sensor.cluster).toEqual({ id: server.clusterId, name: 'simulated' });
  expect(edge.hellos[0]).toMatchObject({ cluster: { id: server.clusterId, type: 'kubernetes', version: 'v1.36.3' }, revision: 0 });
  expect(
    edge
      .list('object')
      .map(({ key }) => key)
      .sort(),
  ).toEqual([
    '/ConfigMap/shop/app-0',
    '/Namespace//kube-system',
    '/Namespace//shop',
    '/Secret/shop/app-0',
    '/Service/shop/app-0',
    '/ServiceAccount/shop/app-0',
    'apps/Deployment/shop/app-0',
    'networking.k8s.io/NetworkPolicy/shop/app-0',
  ]);
  expect(JSON.stringify([...edge.items.values()])).not.toContain('c2VjcmV0LXZhbHVl');
  const [workload] = edge.list('workload');
  expect(workload?.body).toMatchObject({
    name: 'app-0',
    owner: 'shop',
    podCount: 2,
    exposure: 'external',
    exposedBy: ['Service app-0: LoadBalancer 80/TCP'],
    networkPolicies: { ingress: true, egress: false, names: ['NetworkPolicy app-0'] },
    secrets: [{ name: 'app-0', use: 'env', keys: ['token'] }],
    configMaps: ['app-0'],
    volumes: [{ name: 'config', type: 'configMap', source: 'app-0', mounts: ['app: /etc/app'], readOnly: true }],
  });
  expect(workload?.body.containers[0]?.digests).toEqual([expect.stringMatching(/^sha256:/)]);
  expect(new Set(workload?.body.risk.reasons.map(({ factor }) => factor))).toEqual(
    new Set(['exposure', 'violations', 'privileges', 'secrets']),
  );
  const readStates = (policy: string) => edge.list('policy-state').find(({ key }) => key === policy)?.body.states;
  // Each object counts once, however they are judged together.
  expect(['privileged-container', 'hpa-cannot-scale'].map(readStates)).toEqual([{ fail: 1 }, { 'not-applicable': 8 }]);

  server.put(buildDeployment('new'));
  await waitFor('the violation', () => readViolation(edge, 'new'));
  server.put(buildDeployment('new', { privileged: false }));
  await waitFor('the end of it', () => readViolation(edge, 'new') === undefined);
  server.delete(buildDeployment('new'));
  await waitFor('the end of the workload', () => !edge.items.has('workload apps/Deployment/shop/new'));
  expect(edge.items.has('object apps/Deployment/shop/new')).toBe(false);
  expect([...edge.items.keys()].filter(key => key.includes('uid-new'))).toEqual([]);
});

it('tells pods of a workload with it, and judges a pod that nobody owns', async () => {
  const [deployment = {}, replicaSet = {}, pod = {}] = buildApplication(5, 'shop', 1, 1);
  const { server, edge, source, joinToken } = await setUp([SHOP, pod]);
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(edge.list('workload').map(({ key }) => key)).toEqual(['/Pod/shop/app-5-5d4f-0']);
  server.put(deployment);
  server.put(replicaSet);
  await waitFor('the pod to be joined', () => edge.list('workload').find(({ body }) => body.kind === 'Deployment')?.body.podCount === 1);
  await waitFor('the pod to be withdrawn', () => !edge.items.has('workload /Pod/shop/app-5-5d4f-0'));
  server.delete(pod);
  await waitFor('the pod to go', () => edge.list('workload').find(({ body }) => body.kind === 'Deployment')?.body.podCount === 0);
});

it('finds its cluster by a kubeconfig', async () => {
  const { server, edge, joinToken } = await setUp();
  const sensor = await runSensor({ type: 'cluster', kubeconfig: writeKubeconfig(server) }, { joinToken, name: 'production' });
  await sensor.synced;
  expect(sensor.cluster).toEqual({ id: server.clusterId, name: 'production' });
  expect(readViolation(edge, 'web')).toBeDefined();
});

it('keeps its identity to itself and does not enrol again', async () => {
  const { edge, source, joinToken } = await setUp();
  const dataDir = createFolder();
  const first = await runSensor(source, { joinToken, dataDir });
  await first.synced;
  await first.close();
  expect(statSync(join(dataDir, 'identity.json')).mode & 0o777).toBe(0o600);
  const second = await runSensor(source, { dataDir });
  await second.synced;
  expect(edge.enrolments).toBe(1);
});

it('sends only differences after a restart', async () => {
  const { server, edge, source, joinToken } = await setUp([SHOP, buildDeployment('web'), buildDeployment('old')]);
  const dataDir = createFolder();
  const first = await runSensor(source, { joinToken, dataDir });
  await first.synced;
  await first.close();
  const before = edge.log.length;
  server.delete(buildDeployment('old'));
  server.put(buildDeployment('new'));
  const second = await runSensor(source, { joinToken, dataDir });
  await second.synced;
  expect(edge.items.has('workload apps/Deployment/shop/old')).toBe(false);
  expect(readViolation(edge, 'old')).toBeUndefined();
  expect(readViolation(edge, 'new')).toBeDefined();
  const told = edge.log.slice(before).filter(({ key }) => !/new|old/.test(key) && !key.includes('uid-'));
  expect(told.filter(({ type }) => type !== 'policy-state')).toEqual([]);
});

it('tells a server everything that it lacks, though all was acknowledged once', async () => {
  const { edge, source, joinToken } = await setUp();
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  const before = new Map(edge.items);
  edge.items.clear();
  edge.cut();
  await waitFor('everything', () => edge.items.size === before.size);
  expect(new Map([...edge.items].sort())).toEqual(new Map([...before].sort()));
  await waitFor('the second picture', () => edge.synced === 2);
});

it('takes back what the server has and the cluster has not', async () => {
  const { edge, source, joinToken } = await setUp();
  const key = 'apps/Deployment/shop/ghost';
  edge.items.set(`workload ${key}`, { action: 'put', type: 'workload', key, hash: 'x', body: {} } as never);
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(edge.items.has(`workload ${key}`)).toBe(false);
});

it('goes on while the server is away, and tells it afterwards', async () => {
  const { server, edge, source, joinToken } = await setUp();
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  await edge.stop();
  server.put(buildDeployment('meanwhile'));
  server.delete(buildDeployment('web'));
  await waitFor('the spool', () => sensor.pending() > 0);
  await edge.start();
  await waitFor('the violation', () => readViolation(edge, 'meanwhile'));
  await waitFor('the removal', () => readViolation(edge, 'web') === undefined);
  expect(edge.enrolments).toBe(1);
});

it.each(['cutBefore', 'cutAfter'] as const)('loses nothing when the line is cut again and again (%s)', async fault => {
  const { edge, source, joinToken } = await setUp([
    SHOP,
    ...[0, 1, 2, 3, 4, 5].flatMap(index => [...buildApplication(index, 'shop', 1, 1)]),
  ]);
  edge[fault] = 3;
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(edge[fault]).toBe(0);
  const other = await startEdge();
  const again = await runSensor(source, { joinToken: async () => other.joinToken });
  await again.synced;
  expect(toHashes(edge)).toEqual(toHashes(other));
});

function toHashes(edge: ServerEdge): readonly string[] {
  return [...edge.items].map(([id, { hash }]) => `${id} ${hash}`).sort();
}

it('connects anew when the server does not acknowledge', async () => {
  const { edge, source, joinToken } = await setUp();
  edge.isSilent = true;
  const sensor = await runSensor(source, { joinToken, timing: { ...FAST, answerMs: 300 } });
  await waitFor('a second connection', () => edge.hellos.length > 1);
  edge.isSilent = false;
  await sensor.synced;
  expect(readViolation(edge, 'web')).toBeDefined();
});

it('drops the oldest when the spool is full, says so, and tells everything in the end', async () => {
  const applications = Array.from({ length: 12 }, (_, index) => [...buildApplication(index, 'shop', 1, 1)]).flat();
  const { edge, source, joinToken } = await setUp([SHOP, ...applications]);
  edge.isSilent = true;
  const sensor = await runSensor(source, { joinToken, spoolBytes: 100_000, timing: { ...FAST, answerMs: 1500 } });
  const status = await waitFor('a full spool', () => edge.statuses.find(({ spool }) => spool.dropped > 0));
  expect(status.spool.bytes).toBeLessThanOrEqual(100_000);
  edge.isSilent = false;
  const other = await startEdge();
  const again = await runSensor(source, { joinToken: async () => other.joinToken });
  await again.synced;
  await waitFor('everything', () => JSON.stringify(toHashes(edge)) === JSON.stringify(toHashes(other)), 20_000);
  expect(edge.log.some(({ type, key }) => type === 'problem' && key === 'spool-full|spool')).toBe(true);
  // What stands at the server may be acknowledged a moment later.
  await waitFor('every acknowledgement', () => sensor.pending() === 0);
});

it('decides by the policy set of the server at once, and still after a restart without it', async () => {
  const { edge, source, joinToken } = await setUp([SHOP, buildDeployment('web'), buildDeployment('other')]);
  const dataDir = createFolder();
  const sensor = await runSensor(source, { joinToken, dataDir });
  await sensor.synced;
  edge.distribute({
    ...EMPTY,
    revision: 7,
    settings: [{ policy: 'privileged-container', scope: { workloads: ['Deployment/other'] }, enabled: false }],
    exceptions: [{ id: 'e1', target: 'privileged-container', scope: { workloads: ['web'] }, reason: 'needs it' }],
  });
  await waitFor('the exception', () => readViolation(edge, 'web')?.body.state === 'accepted');
  await waitFor('the setting', () => readViolation(edge, 'other') === undefined);
  await waitFor('the revision', () => edge.statuses.at(-1)?.revision === 7);
  await sensor.close();
  edge.policySet = undefined;
  const again = await runSensor(source, { dataDir });
  await again.synced;
  expect(edge.hellos.at(-1)?.revision).toBe(7);
  expect(readViolation(edge, 'web')?.body.state).toBe('accepted');
});

it('counts a finding again when its exception ends', async () => {
  const { edge, source, joinToken } = await setUp();
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  const expiry = new Date(Date.now() + 4000).toISOString();
  edge.distribute({ ...EMPTY, exceptions: [{ id: 'e', target: 'privileged-container', scope: {}, reason: 'for now', expiry }] });
  await waitFor('the exception', () => readViolation(edge, 'web')?.body.state === 'accepted', 3900);
  await waitFor('its end', () => readViolation(edge, 'web')?.body.state === 'fail', 10_000);
});

it('leaves out a policy that cannot be used, says so, and takes a custom one', async () => {
  const { edge, source, joinToken } = await setUp();
  const example = { name: 'x', objects: [{}] };
  const policy = {
    id: 'no-web',
    title: 'No web',
    severity: 'low' as const,
    reason: 'hygiene' as const,
    categories: ['naming'],
    stages: ['deploy' as const],
    target: 'workload',
    expression: "workload.name != 'web'",
    message: 'called web',
    rationale: 'x',
    remediation: 'x',
    ja: { title: 'x', message: 'x', rationale: 'x', remediation: 'x' },
    standards: {},
    examples: { comply: [example], violate: [example] },
  };
  edge.policySet = { ...EMPTY, policies: [policy, { ...policy, id: 'broken', expression: 'workload.nonsense' }] };
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  await waitFor('the finding', () => edge.items.has('violation no-web|uid-web|'));
  const problem = await waitFor('the problem', () => edge.list('problem').find(({ key }) => key === 'policy-unusable|broken'));
  expect(problem.body.message).toMatch(/^the policy is left out: policy 'broken', expression: /);
});

it('says when a kind may not be read, and judges without it', async () => {
  const { server, edge, source, joinToken } = await setUp();
  server.faults.refused.set('/api/v1/secrets', 403);
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(edge.list('problem').map(({ body }) => body.message)).toEqual([
    'nothing is known about secrets, since they may not be read; allow get, list and watch on them: refused: /api/v1/secrets',
  ]);
  expect(readViolation(edge, 'web')).toBeDefined();
});

it('judges nothing of what only metadata is read, and says so', async () => {
  const { edge, source, joinToken } = await setUp();
  const sensor = await runSensor(source, { joinToken, metadataOnly: ['deployments.apps'] });
  await sensor.synced;
  expect(edge.items.has('object apps/Deployment/shop/web')).toBe(true);
  expect(edge.list('workload')).toEqual([]);
  expect(readViolation(edge, 'web')).toBeUndefined();
  expect(edge.list('problem').map(({ body }) => body.message)).toEqual([
    'only metadata of deployments.apps is read, as it was asked for: nothing in them is judged',
  ]);
});

it('judges the others when an object is too deep to be judged', async () => {
  let deep: unknown = 1;
  for (let level = 0; level < 9000; level++) deep = { a: deep };
  const hostile = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'deep', namespace: 'shop', uid: 'deep' }, data: { deep } };
  const { edge, source, joinToken } = await setUp([SHOP, hostile, buildDeployment('web')]);
  const sensor = await runSensor(source, { joinToken });
  await sensor.synced;
  expect(readViolation(edge, 'web')).toBeDefined();
  expect(edge.items.has('object /ConfigMap/shop/deep')).toBe(false);
  expect(edge.list('problem').map(({ body }) => `${body.source}: ${body.message}`)).toEqual([
    '/ConfigMap/shop/deep: the object cannot be taken in: it is nested deeper than 200 levels',
  ]);
});

it('comes again when the server refuses, and joins a server that was set up anew', async () => {
  const { edge, source, joinToken } = await setUp();
  edge.refusal = 'server-busy';
  const sensor = await runSensor(source, { joinToken });
  await waitFor('a second hello', () => edge.hellos.length > 1);
  edge.refusal = undefined;
  await sensor.synced;
  await edge.reinstall();
  await waitFor('everything at the new one', () => readViolation(edge, 'web'), 20_000);
  expect(edge.enrolments).toBe(2);
});

it.each([
  ['no join token at all', 'nonsense'],
  ['the token of another server', ''],
])('waits when it is not let in: %s', async (_name, text) => {
  const { edge, source } = await setUp();
  const other = await startEdge();
  const forged = other.joinToken;
  await other.stop();
  const sensor = await runSensor(source, { joinToken: async () => text || forged });
  await setTimeout(500);
  expect(edge.hellos).toEqual([]);
  expect(sensor.pending()).toBeGreaterThanOrEqual(0);
});

it('starts its state anew when the file is damaged or of another cluster', async () => {
  const { edge, source, joinToken } = await setUp();
  const dataDir = createFolder();
  writeFileSync(join(dataDir, 'state.sqlite'), 'this is no database, and long enough to look like one'.repeat(100));
  const sensor = await runSensor(source, { joinToken, dataDir });
  await sensor.synced;
  expect(readViolation(edge, 'web')).toBeDefined();
});

it('refuses to share its folder with another process', async () => {
  const { source, joinToken } = await setUp();
  const dataDir = createFolder();
  const sensor = await runSensor(source, { joinToken, dataDir });
  await sensor.synced;
  await expect(runSensor(source, { joinToken, dataDir })).rejects.toThrow(/locked/);
});

it('watches a folder as if it were a cluster', async () => {
  const folder = createFolder();
  const manifest = join(folder, 'web.yaml');
  writeFileSync(manifest, JSON.stringify(buildDeployment('web')));
  writeFileSync(join(folder, 'secret.yaml'), 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: top-secret}\n');
  const edge = await startEdge();
  const sensor = await runSensor({ type: 'folder', paths: [folder], name: 'example' }, { joinToken: async () => edge.joinToken });
  await sensor.synced;
  expect(sensor.cluster).toEqual({ id: 'file:example', name: 'example' });
  expect(readViolation(edge, 'web')).toBeDefined();
  expect(JSON.stringify([...edge.items.values()])).not.toContain('top-secret');
  writeFileSync(manifest, JSON.stringify(buildDeployment('web', { privileged: false })));
  await waitFor('the end of the violation', () => readViolation(edge, 'web') === undefined);
  rmSync(manifest);
  await waitFor('the end of the workload', () => edge.list('workload').length === 0);
});

it('has a new certificate long before the old one ends, on the connection that it has', async () => {
  const { edge, source, joinToken } = await setUp();
  // Two thirds of it are over at once, since certificates begin some minutes before now.
  edge.certificateDays = 60 / 86_400;
  const dataDir = createFolder();
  const sensor = await runSensor(source, { joinToken, dataDir });
  await sensor.synced;
  const read = () => readFileSync(join(dataDir, 'identity.json'), 'utf8');
  const first = read();
  await waitFor('another certificate', () => read() !== first);
  expect(edge.hellos).toHaveLength(1);
  edge.cut();
  await waitFor('a connection with it', () => edge.hellos.length === 2);
});

it('joins again when its certificate has ended, and without a token goes on for itself', async () => {
  const { edge, source, joinToken } = await setUp();
  edge.certificateDays = -1;
  const dataDir = createFolder();
  const sensor = await runSensor(source, { joinToken, dataDir });
  await waitFor('some attempts', () => edge.enrolments > 2);
  await sensor.close();
  const said: string[] = [];
  const log = createLog('error', { write: text => said.push((JSON.parse(text) as { msg: string }).msg) });
  const alone = await runSensor(source, { dataDir, log });
  await alone.synced;
  expect(said).toEqual(['the certificate for the server has ended: a new join token is needed, as --join gives it']);
  await alone.close();
  edge.certificateDays = 30;
  const again = await runSensor(source, { joinToken, dataDir });
  await again.synced;
  expect(readViolation(edge, 'web')).toBeDefined();
});

it('judges objects of configured kinds as workloads, their pods through them, and tells what hinders it', async () => {
  const pods = { spec: { containers: [{ name: 'app', image: 'registry.example/app:1', securityContext: { privileged: true } }] } };
  const build = (name: string, spec: Raw): Raw => ({
    apiVersion: 'example.com/v1',
    kind: 'Fleet',
    metadata: { name, namespace: 'shop', uid: `uid-${name}` },
    spec,
  });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-0',
      namespace: 'shop',
      uid: 'uid-pod',
      ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Fleet', name: 'web', uid: 'uid-web', controller: true }],
    },
    ...pods,
  };
  const { edge, source, joinToken } = await setUp([SHOP, build('web', { pods }), build('empty', {}), pod]);
  const custom = { apiVersion: 'example.com/v1', group: 'example.com', template: ['spec', 'pods'] };
  await runSensor(source, {
    joinToken,
    customWorkloads: [
      { ...custom, kind: 'Fleet' },
      { ...custom, kind: 'Gone' },
    ],
  });
  await waitFor('the violation', () => readViolation(edge, 'web'));
  await waitFor('the workloads', () => edge.list('workload').length === 2);
  const listed = edge.list('workload').map(({ key }) => key);
  expect(listed.toSorted()).toEqual(['example.com/Fleet/shop/empty', 'example.com/Fleet/shop/web']);
  expect(edge.items.get('violation privileged-container|uid-pod|app')).toBeUndefined();
  const problems = edge.list('problem').map(({ body }) => `${body.source}: ${body.message}`);
  expect(problems.toSorted()).toEqual([
    "Fleet empty: Fleet 'empty' has no pod template at spec.pods; correct the path of example.com/v1 Fleet among the configured workloads",
    'Gone example.com/v1: nothing is known about Gone of example.com/v1, which is configured to make pods: this API server does not serve it',
  ]);
});
