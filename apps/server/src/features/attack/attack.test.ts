import { access, attack, type Client, secrets, tokens } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildObject, buildWorkload } from '../../testing/items.ts';
import { buildDatabase, buildFinding, buildInspection, buildMatch, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;

const object = (apiVersion: string, kind: string, namespace: string, name: string, rest: object) =>
  buildObject({ kind, namespace, name }, { apiVersion, metadata: { name, ...(namespace === '' ? {} : { namespace }) }, ...rest });
const RBAC = 'rbac.authorization.k8s.io/v1';
const VALUE = 'aHVudGVyMg==';

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: {
      serviceAccountName: 'web',
      containers: [
        {
          name: 'main',
          image: 'app:1',
          ports: [{ containerPort: 8080 }],
          env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } }],
        },
      ],
    },
  };
  await sensor.store([
    object('apps/v1', 'Deployment', 'shop', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, template } }),
    object('v1', 'Service', 'shop', 'web', {
      spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    }),
    object('v1', 'ServiceAccount', 'shop', 'web', {}),
    object('v1', 'Secret', 'shop', 'db', { type: 'Opaque', data: { p: VALUE } }),
    object('v1', 'Secret', 'bank', 'vault', { type: 'Opaque', data: { key: VALUE } }),
    object(RBAC, 'ClusterRole', '', 'reader', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }] }),
    object(RBAC, 'ClusterRoleBinding', '', 'web-reads', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'web' }],
    }),
    object(RBAC, 'ClusterRoleBinding', '', 'nobody', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'missing' },
      subjects: [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }],
    }),
  ]);
  await sensor.sync();
});
afterAll(() => running.close());

async function asViewer(): Promise<Client> {
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: `v-${Math.random()}`, role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  return withToken(running.server.url, secret);
}

describe('attack paths', () => {
  const ask = (client: Client = admin) => client.call(attack.endpoints.paths, { query: { cluster: 'c1' } });

  test('lead from outside through the exposed workload to every Secret, each step with its reason', async () => {
    const { paths, goals } = await ask();
    const assumed = await admin.call(attack.endpoints.paths, { query: { cluster: 'c1', starts: 'anywhere' } });
    expect(assumed.starts).toBeGreaterThan(1);
    const path = paths.find(({ to }) => to === 'all-secrets');
    expect(path?.from).toBe('outside');
    expect(path?.hops.map(({ because }) => because).join('\n')).toContain('ClusterRoleBinding web-reads');
    expect(goals.find(({ name }) => name === 'all-secrets')).toMatchObject({ paths: 1, stoppable: true });
    expect(path?.cut?.closes).toBe(true);
  });

  test('end when the change is made that a choke point names', async () => {
    const { points } = await ask();
    const change = 'delete ClusterRoleBinding web-reads';
    expect(points.map(point => point.change)).toContain(change);
    const outcome = await admin.call(attack.endpoints.whatIf, { body: { cluster: 'c1', changes: [change] } });
    expect(outcome.paths.find(({ to }) => to === 'all-secrets')).toMatchObject({ from: 'outside', verdict: 'closed', after: [] });
  });

  test('a change that is none is refused', async () => {
    await expect(admin.call(attack.endpoints.whatIf, { body: { cluster: 'c1', changes: ['pray'] } })).rejects.toMatchObject({
      code: 'bad-request',
      message: "No step of an attack is taken away by 'pray'.",
    });
  });

  test('are not for those who see single namespaces', async () => {
    await expect(ask(await asViewer())).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('access', () => {
  test('names who may too much, by what, and where it leads', async () => {
    const { subjects, risks } = await admin.call(access.endpoints.get, { query: { cluster: 'c1' } });
    expect(subjects.find(({ name }) => name === 'web')).toMatchObject({
      kind: 'ServiceAccount',
      namespace: 'shop',
      permissions: ['secrets-read'],
      bindings: ['ClusterRoleBinding web-reads'],
      goals: expect.arrayContaining(['all-secrets']),
    });
    expect(risks.find(({ kind }) => kind === 'stale')).toMatchObject({ name: 'missing-role', object: 'ClusterRoleBinding nobody' });
  });

  test('is not for those who see single namespaces', async () => {
    await expect((await asViewer()).call(access.endpoints.get, { query: { cluster: 'c1' } })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('usage', () => {
  const event = (user: string, verb: string, resource: string) =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      stage: 'ResponseComplete',
      requestReceivedTimestamp: '2026-11-01T00:00:00Z',
      verb,
      user: { username: user, groups: ['system:authenticated'] },
      objectRef: { apiVersion: 'v1', resource, namespace: 'shop' },
      responseStatus: { code: 200 },
    });
  const ask = (client: Client, text: string) => client.call(access.endpoints.usage, { body: { cluster: 'c1', text } });

  test('what nobody used of what bindings give, and who was seen', async () => {
    const outcome = await ask(admin, event('system:serviceaccount:shop:web', 'list', 'secrets'));
    expect(outcome.users).toMatchObject([{ name: 'system:serviceaccount:shop:web', requests: 1 }]);
    expect(outcome.unused.map(({ binding, name }) => `${binding} ${name}`)).toContain('ClusterRoleBinding web-reads unused-verbs');
  });

  test('a text without events, and somebody who sees single namespaces', async () => {
    await expect(ask(admin, 'nothing')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(ask(await asViewer(), event('a', 'get', 'pods'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('secrets', () => {
  const ask = (client: Client) => client.call(secrets.endpoints.get, { query: { cluster: 'c1' } });

  test('who takes and reads them, and never a value', async () => {
    const answer = await ask(admin);
    expect(answer.secrets.find(({ name }) => name === 'db')).toMatchObject({
      namespace: 'shop',
      exists: true,
      keys: ['p'],
      readers: ['ServiceAccount shop/web'],
      exposed: ['shop/web[Deployment]'],
      findings: expect.arrayContaining([expect.objectContaining({ name: 'in-environment' })]),
    });
    expect(JSON.stringify(answer)).not.toContain(VALUE);
  });

  test('of namespaces that one may see', async () => {
    expect((await ask(await asViewer())).secrets.map(({ name }) => name)).toStrictEqual(['db']);
  });
});

describe('what scans found', () => {
  const DIGEST = toDigest('web');
  const CVSS = [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, source: 'nvd' }];
  const readExploits = async () => {
    const { paths } = await admin.call(attack.endpoints.paths, { query: { cluster: 'c1' } });
    return [...new Set(paths.flatMap(({ hops }) => hops.filter(({ edge }) => edge === 'exploit').map(({ because }) => because)))];
  };

  test('decides which workloads can be broken into', async () => {
    expect(await readExploits()).toEqual(['container main of shop/web[Deployment] answers there']);
    const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
    await sensor.store([
      buildWorkload(
        { namespace: 'shop', name: 'web' },
        { containers: [{ name: 'main', type: 'regular', image: 'registry.example/web:1', digests: [DIGEST], settings: [], ports: [] }] },
      ),
    ]);
    const scanner = await TestScanner.join(await running.server.createJoinToken());
    const database = buildDatabase('2026-11-30T12:00:00.000Z');
    scanner.database = database;
    const [job] = await scanner.lease(['inspect'], { waitSeconds: 10 });
    if (job === undefined) throw new Error('nothing was queued');
    const match = buildMatch(database, [
      buildFinding('CVE-2026-1', { cvss: CVSS }),
      buildFinding('CVE-2026-2', { kev: { added: '2026-01-01', ransomware: false } }),
      buildFinding('CVE-2026-3', { severity: 'critical' }),
    ]);
    await scanner.deliver(job, buildInspection(DIGEST, { match }));
    expect(await readExploits()).toEqual(['container main of shop/web[Deployment] is vulnerable to CVE-2026-1, CVE-2026-2']);
    await scanner.close();
  });
});
