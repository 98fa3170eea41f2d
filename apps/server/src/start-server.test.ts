import {
  complianceRuns,
  type Endpoint,
  exceptions,
  fixPlan,
  isPermitted,
  type Permission,
  type Role,
  resources,
  responses,
  tokens,
  toUrl,
  users,
} from '@breakwater/api';
import { type Event, listSchemaIssues } from '@breakwater/model';
import { type AdmissionDecision, KNOWS_BASELINES, KNOWS_RESPONSES } from '@breakwater/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildBaseline, buildObject, buildPolicyState, buildViolation, buildWorkload } from './testing/items.ts';
import { scanImages } from './testing/scan-image.ts';
import { buildFinding, TestScanner } from './testing/test-scanner.ts';
import { joinCluster } from './testing/test-sensor.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const NOW = new Date().toISOString();
const DECISION: AdmissionDecision = {
  id: 'd1',
  time: NOW,
  requestUid: 'r1',
  operation: 'CREATE',
  kind: { group: '', version: 'v1', kind: 'Pod' },
  resource: 'pods',
  namespace: 'shop',
  name: 'web',
  user: { name: 'jo', groups: [] },
  dryRun: false,
  allowed: false,
  policies: [{ policy: 'privileged-container', action: 'deny', state: 'fail', message: 'm' }],
  notEvaluated: [],
  mode: 'evaluated',
  revision: 1,
  count: 1,
  firstSeen: NOW,
  lastSeen: NOW,
  durationMs: 1,
};

const EVENT: Event = {
  id: 'node-1/b/1',
  time: NOW,
  type: 'dns',
  cluster: 'c1',
  node: 'node-1',
  namespace: 'shop',
  workload: 'Deployment/web',
  dns: { query: 'db.example.', type: 'A', answers: [] },
};

let running: TestServer;
const bearers = new Map<string, string>();

beforeAll(async () => {
  running = await startTestServer();
  const { admin, server } = running;
  for (const role of ['admin', 'viewer'] as const) {
    const { secret } = await admin.call(tokens.endpoints.create, { body: { name: role, role, scope: {}, days: 1 } });
    bearers.set(role, secret);
  }
  await admin.call(users.endpoints.create, { body: { name: 'vera', role: 'viewer', scope: {} } });
  await admin.call(exceptions.endpoints.request, { body: { target: 'host-network', scope: {}, reason: 'legacy' } });
  const sensor = await joinCluster(await server.createJoinToken(), 'c1', { capabilities: [KNOWS_BASELINES, KNOWS_RESPONSES] });
  await sensor.store([
    buildObject({ kind: 'Namespace', namespace: '', name: 'shop' }, { metadata: { labels: { team: 'a' } } }),
    buildObject({ kind: 'Node', namespace: '', name: 'node-1' }, { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    buildObject(
      { name: 'web' },
      {
        apiVersion: 'apps/v1',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } },
      },
    ),
    // As a control plane of kubeadm shows itself: what a run says of a node.
    buildObject(
      { kind: 'Pod', namespace: 'kube-system', name: 'kube-apiserver-node-1' },
      {
        apiVersion: 'v1',
        metadata: {
          name: 'kube-apiserver-node-1',
          namespace: 'kube-system',
          labels: { component: 'kube-apiserver', tier: 'control-plane' },
          annotations: { 'kubernetes.io/config.mirror': 'x' },
        },
        spec: { nodeName: 'node-1', containers: [{ name: 'kube-apiserver', command: ['kube-apiserver', '--profiling=true'] }] },
      },
    ),
    buildWorkload({ name: 'web' }),
    buildViolation({ name: 'web' }),
    buildPolicyState('privileged-container', { fail: 1, pass: 3 }),
    buildBaseline({ state: 'locked', coverage: 'full', syscalls: ['read'] }),
    {
      action: 'put',
      type: 'problem',
      key: 'kind-unreadable|secrets',
      hash: 'h1',
      body: { code: 'kind-unreadable', message: 'secrets may not be listed', source: 'secrets' },
    },
  ]);
  await sensor.sync();
  await sensor.send({
    type: 'events',
    sequence: 1,
    events: [
      { type: 'admission', id: 'd1', time: DECISION.time, body: DECISION },
      { type: 'runtime', id: EVENT.id, time: EVENT.time, body: EVENT },
    ],
  });
  await sensor.until(frames => frames.some(({ type }) => type === 'events-stored'));
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  await admin.call(responses.endpoints.request, { body: { cluster: 'c1', action: 'scale-to-zero', target, reason: 'incident 42' } });
  const scanner = await TestScanner.join(await server.createJoinToken());
  await scanImages(scanner, { 'registry.example/web:1': { findings: [buildFinding('CVE-2026-1')] } });
  await scanner.close();
  for (let run = 0; run < 2; run++)
    await admin.call(complianceRuns.endpoints.start, { body: { cluster: 'c1', frameworks: ['pod-security', 'cis-1.12'] } });
  const done = { filter: 'state=done' };
  await vi.waitFor(async () => expect((await admin.call(complianceRuns.endpoints.list, { query: done })).total).toBe(2), {
    timeout: 60_000,
    interval: 50,
  });
  const query = { filter: 'closes>=1' };
  await vi.waitFor(async () => expect((await admin.call(fixPlan.endpoints.list, { query })).total).toBe(1), {
    timeout: 60_000,
    interval: 50,
  });
});
afterAll(() => running.close());

const endpoints = resources.flatMap(resource =>
  Object.entries(resource.endpoints).map(([name, endpoint]) => [`${resource.name}.${name}`, endpoint] as const),
);
/** Ends the caller's own session, which tokens do not have. */
const WITHOUT_EFFECT = new Set(['session.delete']);
const CALLERS: readonly (Role | 'nobody')[] = ['nobody', 'viewer', 'admin'];

describe.each(CALLERS)('%s', caller => {
  test.each(endpoints)('%s', async (name, endpoint) => {
    const status = await ask(endpoint, caller);
    const role = caller === 'nobody' ? undefined : caller;
    if (!isPermitted(role, endpoint.permission)) {
      expect(status).toBe(role === undefined ? 401 : 403);
      return;
    }
    // Let in: what is then wrong is the request, which is empty here, or that nothing has this id.
    if (!WITHOUT_EFFECT.has(name)) expect([200, 400, 404]).toContain(status);
  });
});

async function ask(endpoint: Endpoint, caller: Role | 'nobody'): Promise<number> {
  const params = Object.fromEntries(
    Object.keys(endpoint.params?.properties ?? {}).map(name => [name, '00000000-0000-0000-0000-000000000000']),
  );
  const bearer = bearers.get(caller);
  const stop = new AbortController();
  const answer = await fetch(running.server.url + toUrl(endpoint, params), {
    method: endpoint.method,
    signal: stop.signal,
    headers: {
      'x-breakwater-request': '1',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(endpoint.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(endpoint.body === undefined ? {} : { body: '{}' }),
  });
  stop.abort();
  return answer.status;
}

describe('answers are what the contract says', () => {
  const readable = endpoints.filter(([, { method, params, stream }]) => method === 'GET' && params === undefined && stream !== true);
  // Lists offer values of one of their fields of text, which has to be named.
  const FIELDS: Readonly<Record<string, string>> = {
    '/api/v1/activity/values': 'workload',
    '/api/v1/audit/values': 'actor',
    '/api/v1/baselines/values': 'workload',
    '/api/v1/enforcement/values': 'policy',
    '/api/v1/events/values': 'workload',
    '/api/v1/exceptions/values': 'target',
    '/api/v1/fix-plan/values': 'reference',
    '/api/v1/images/values': 'reference',
    '/api/v1/policies/values': 'id',
    '/api/v1/problems/values': 'code',
    '/api/v1/scans/values': 'reference',
    '/api/v1/violations/values': 'policy',
    '/api/v1/vulnerabilities/values': 'id',
  };
  // Questions about a whole cluster name it, and what they ask about.
  const QUESTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/api/v1/access': {},
    '/api/v1/attack/paths': {},
    '/api/v1/compliance/head': {},
    '/api/v1/compliance/responsibility': {},
    '/api/v1/compliance/trend': { framework: 'pod-security' },
    '/api/v1/network/graph': {},
    '/api/v1/network/connections': { workload: 'shop/web[Deployment]' },
    '/api/v1/network/explain': { from: 'shop/web', to: '192.0.2.1', port: '80' },
    '/api/v1/network/generate': { namespace: 'shop' },
    '/api/v1/network/observed': {},
    '/api/v1/secrets': {},
  };
  const toQuery = ({ path }: Endpoint) => {
    if (path === '/api/v1/exceptions/vex') return { image: 'registry.example/web:1' };
    if (path.endsWith('/values')) return { field: FIELDS[path] ?? 'name' };
    const question = QUESTIONS[path];
    return question === undefined ? {} : { cluster: 'c1', ...question };
  };
  test.each(readable)('%s', async (_, endpoint) => {
    expect(await readIssues(endpoint, '', toQuery(endpoint))).toStrictEqual([]);
  });

  // Parts of one row are named.
  const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/api/v1/baselines/:id/diff': { before: 'v1' },
    '/api/v1/compliance-runs/:id/node': { node: 'node-1' },
    '/api/v1/compliance-runs/:id/control': { framework: 'pod-security', control: 'hostNamespaces' },
  };
  const single = endpoints.filter(([, { method, params }]) => method === 'GET' && params !== undefined);
  test.each(single)('%s', async (name, endpoint) => {
    const resource = resources.find(candidate => name.startsWith(`${candidate.name}.`));
    const list = resource?.endpoints['list'];
    const bearer = { authorization: `Bearer ${bearers.get('admin')}` };
    const page = (await (await fetch(running.server.url + list?.path, { headers: bearer })).json()) as { results: { id: string }[] };
    expect(page.results.length).toBeGreaterThan(0);
    expect(await readIssues(endpoint, page.results[0]?.id ?? '', PARTS[endpoint.path])).toStrictEqual([]);
  });
});

async function readIssues(endpoint: Endpoint, id: string, query: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> {
  const answer = await fetch(running.server.url + toUrl(endpoint, { id }, query), {
    headers: { authorization: `Bearer ${bearers.get('admin')}` },
  });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  return listSchemaIssues(endpoint.answer, answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text);
}

test('every permission of the contract is asked for by some endpoint', () => {
  const asked = new Set<Permission>(endpoints.map(([, { permission }]) => permission));
  expect([...asked].sort()).toStrictEqual([
    'administer',
    'approve-exception',
    'public',
    'request-exception',
    'request-response',
    'respond',
    'self',
    'view',
  ]);
});
