import { createHash, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  attestations,
  type Client,
  compliance,
  complianceRuns,
  complianceSchedules,
  exceptions,
  nodeFacts,
  notifiers,
  tokens,
} from '@breakwater/api';
import type { ComplianceRecord, NodeFacts } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildObject } from '../../testing/items.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let shop: Client;

beforeAll(async () => {
  running = await startTestServer({ allowLoopbackWebhooks: true });
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  const pod = {
    apiVersion: 'v1',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'app', image: 'web:1', securityContext: { privileged: true } }] },
  };
  await sensor.store([buildObject({ kind: 'Pod', name: 'web' }, pod)]);
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 's', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  shop = withToken(running.server.url, secret);
});
afterAll(() => running.close());

const STATE_ORDER = ['fail', 'error', 'not-evaluated', 'review', 'inconsistent', 'manual', 'accepted', 'pass', 'not-applicable'];
const FILE = { type: 'file', uid: 0, gid: 0, owner: 'root', group: 'root', path: '/var/lib/kubelet/config.yaml', mode: '600' };
const buildFacts = (port: number, collectedAt: string): NodeFacts => ({
  schema: 'node-facts/1',
  node: 'node-1',
  distribution: 'kubeadm',
  collectedAt,
  processes: [{ name: 'kubelet', exe: '/usr/bin/kubelet', argv: ['kubelet', '--config=/var/lib/kubelet/config.yaml'], env: {} }],
  files: [{ ...FILE, content: `readOnlyPort: ${port}\n` }],
  certificates: [],
  sysctls: {},
  listening: [],
});
const upload = (port: number, collectedAt: string) =>
  admin.call(nodeFacts.endpoints.upload, { body: { cluster: 'c1', facts: buildFacts(port, collectedAt) } });

/** Waits until a run has ended. */
const waitFor = async (id: string) =>
  vi.waitFor(
    async () => {
      const { run, ...rest } = await admin.call(complianceRuns.endpoints.get, { params: { id } });
      expect(['done', 'failed']).toContain(run.state);
      return { run, ...rest };
    },
    { timeout: 60_000, interval: 100 },
  );
const startRun = async (parts: object = {}) => {
  const { id } = await admin.call(complianceRuns.endpoints.start, { body: { cluster: 'c1', frameworks: ['cis-1.12'], ...parts } });
  return waitFor(id);
};

describe('a run', () => {
  let first: Awaited<ReturnType<typeof startRun>>;
  let second: Awaited<ReturnType<typeof startRun>>;
  beforeAll(async () => {
    await upload(10255, '2026-01-01T00:00:00Z');
    first = await startRun();
    await upload(0, '2026-01-02T00:00:00Z');
    second = await startRun();
  });

  test('judges the objects that the server holds, and the facts of nodes that were uploaded', async () => {
    const { run, controls, problems } = first;
    expect([run.state, run.sequence, run.requester, run.error, problems]).toStrictEqual(['done', 0, 'admin', '', []]);
    expect(
      controls
        .filter(({ control }) => control === '5.2.2' || control === '4.2.4')
        .map(({ control, state, failing }) => `${control} ${state} ${failing}`),
    ).toStrictEqual(['4.2.4 fail 1', '5.2.2 fail 1']);
    const found = await admin.call(complianceRuns.endpoints.control, {
      params: { id: run.id },
      query: { framework: 'cis-1.12', control: '4.2.4' },
    });
    expect(found.items).toMatchObject([
      {
        check: 'kubelet-read-only-port',
        state: 'fail',
        subject: { kind: 'Node', name: 'node-1' },
        evidence: [{ source: '/var/lib/kubelet/config.yaml', path: '.readOnlyPort', value: '10255' }],
        firstSeen: run.finishedAt,
      },
    ]);
  });

  test('is written behind the one before, and says what changed and why', async () => {
    expect([second.run.sequence, second.run.scores[0]?.framework]).toStrictEqual([1, 'cis-1.12']);
    const { from, items } = await admin.call(complianceRuns.endpoints.drift, { params: { id: second.run.id }, query: {} });
    expect(from.id).toBe(first.run.id);
    expect(items.map(({ check, from: before, to, direction, cause }) => [check, before, to, direction, cause])).toStrictEqual([
      ['kubelet-read-only-port', 'fail', 'pass', 'better', 'cluster'],
    ]);
    const { points } = await admin.call(compliance.endpoints.trend, { query: { cluster: 'c1', framework: 'cis-1.12' } });
    expect(points.map(({ sequence, score }) => [sequence, score.controls])).toStrictEqual([
      [0, 131],
      [1, 131],
    ]);
    const { clusters } = await admin.call(compliance.endpoints.coverage, {});
    expect(clusters.map(({ cluster, frameworks }) => [cluster, frameworks.map(({ run }) => run)])).toStrictEqual([['c1', [second.run.id]]]);
  });

  test('is signed by the key of the installation, and its head proves the end', async () => {
    const { head, publicKey } = await admin.call(compliance.endpoints.head, { query: { cluster: 'c1' } });
    const { record } = await admin.call(complianceRuns.endpoints.record, { params: { id: second.run.id } });
    const parsed = JSON.parse(record) as ComplianceRecord;
    expect([head.hash, head.sequence, parsed.key]).toStrictEqual([parsed.hash, 1, head.key]);
    const statement = Buffer.from(`breakwater/compliance-record/1 ${parsed.key} ${parsed.hash}`);
    expect(verify(null, statement, publicKey, Buffer.from(parsed.signature, 'base64'))).toBe(true);
    const ask = (heads: (typeof head)[]) => admin.call(compliance.endpoints.verification, { body: { cluster: 'c1', heads } });
    expect(await ask([head])).toStrictEqual({ isIntact: true, records: 2, provenTo: 1, problems: [] });
    const forged = { ...head, sequence: 7 };
    expect((await ask([forged])).problems.map(({ code }) => code)).toStrictEqual(['head-invalid']);
  });

  test.each(['html', 'pdf', 'csv', 'json', 'oscal', 'sarif', 'junit', 'openreports', 'remediation'] as const)(
    'is reported as %s',
    async format => {
      const report = await admin.call(complianceRuns.endpoints.report, {
        params: { id: second.run.id },
        query: { format, language: 'ja' },
      });
      const content = Buffer.from(report.content, 'base64');
      expect([report.name.startsWith('compliance-c1-1.'), content.length > 1000]).toStrictEqual([true, true]);
      if (format === 'pdf') expect(content.subarray(0, 5).toString()).toBe('%PDF-');
      if (format === 'html') expect(content.toString()).toContain('コンプライアンスレポート');
    },
  );

  test('of a whole cluster is nothing for those who see namespaces', async () => {
    expect((await shop.call(complianceRuns.endpoints.list, { query: {} })).results).toStrictEqual([]);
    expect((await shop.call(compliance.endpoints.coverage, {})).clusters).toStrictEqual([]);
    await expect(shop.call(complianceRuns.endpoints.get, { params: { id: first.run.id } })).rejects.toMatchObject({ code: 'not-found' });
    await expect(shop.call(compliance.endpoints.verification, { body: { cluster: 'c1' } })).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each([
    [{ cluster: 'c9', frameworks: ['cis-1.12'] }, 'not-found'],
    [{ cluster: 'c1', frameworks: ['cis-0'] }, 'bad-request'],
  ])('of %j is refused', async (body, code) => {
    await expect(admin.call(complianceRuns.endpoints.start, { body })).rejects.toMatchObject({ code });
  });
});

describe('what people agree on', () => {
  test('is heard by the next run: exceptions of checks, attestations, a scope', async () => {
    await upload(10255, '2026-01-03T00:00:00Z');
    const { id } = await admin.call(exceptions.endpoints.request, {
      body: { target: 'kubelet-read-only-port', scope: { workloads: ['Node/node-1'] }, reason: 'old metrics', expiry: '2099-01-01' },
    });
    await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'agreed' } });
    const made = await admin.call(attestations.endpoints.create, {
      body: { framework: 'nist-800-190', control: '4.1.3', state: 'pass', text: 'scanned by hand', validUntil: '2099-01-01' },
    });
    expect([made.by, made.validUntil]).toStrictEqual(['admin', '2099-01-01T23:59:59.999Z']);
    const { run, controls } = await startRun({ frameworks: ['cis-1.12', 'nist-800-190'], scope: { namespaces: ['other'] } });
    const stateOf = (framework: string, control: string) =>
      controls.find(one => one.framework === framework && one.control === control)?.state;
    expect([run.error, stateOf('cis-1.12', '4.2.4'), stateOf('nist-800-190', '4.1.3'), stateOf('cis-1.12', '5.2.2')]).toStrictEqual([
      '',
      'accepted',
      'pass',
      'not-applicable',
    ]);
    await admin.call(attestations.endpoints.delete, { params: { id: made.id } });
    expect((await admin.call(attestations.endpoints.list, { query: {} })).results).toStrictEqual([]);
  });

  test('a control that there is not is not attested', async () => {
    const body = { framework: 'cis-1.12', control: '9.9', state: 'pass' as const, text: 'x', validUntil: '2099-01-01' };
    await expect(admin.call(attestations.endpoints.create, { body })).rejects.toMatchObject({
      message: "body.control: cis-1.12 has no control '9.9'.",
    });
  });
});

describe('nodes and areas', () => {
  test('of a run its nodes, and of a node what was said, the worst first, with its components', async () => {
    const { run } = await startRun();
    const params = { id: run.id };
    const { nodes } = await admin.call(complianceRuns.endpoints.nodes, { params });
    const [only] = nodes;
    expect(nodes.map(({ node, distribution, info }) => [node, distribution, info])).toStrictEqual([['node-1', 'kubeadm', {}]]);
    const detail = await admin.call(complianceRuns.endpoints.node, { params, query: { node: 'node-1' } });
    expect(detail.node).toStrictEqual(only);
    expect(detail.items.map(({ state }) => state)).toStrictEqual(
      Object.entries(only?.states ?? {})
        .toSorted(([a], [b]) => STATE_ORDER.indexOf(a) - STATE_ORDER.indexOf(b))
        .flatMap(([state, count]) => Array<string>(count).fill(state)),
    );
    expect(detail.items[0]?.evidence).not.toStrictEqual([]);
    expect(detail.facts).toStrictEqual({
      components: [{ name: 'kubelet', argv: ['kubelet', '--config=/var/lib/kubelet/config.yaml'] }],
      files: 1,
      packages: 0,
      certificates: 0,
    });
    await expect(admin.call(complianceRuns.endpoints.node, { params, query: { node: 'x' } })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('who answers for what, and which frameworks nobody has looked at', async () => {
    const found = await admin.call(compliance.endpoints.responsibility, { query: { cluster: 'c1' } });
    expect([found.kind, found.missing]).toStrictEqual(['self-managed', ['nsa-cisa-1.2']]);
    const states = new Map(found.areas.map(({ area, owner, state }) => [area, `${owner} ${state}`]));
    expect([states.get('control-plane'), states.get('versions')]).toStrictEqual(['you not-evaluated', 'you undefined']);
    await expect(shop.call(compliance.endpoints.responsibility, { query: { cluster: 'c1' } })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('facts of nodes', () => {
  test('are kept by node; older ones change nothing', async () => {
    await upload(10255, '2025-01-01T00:00:00Z');
    const { results } = await admin.call(nodeFacts.endpoints.list, { query: {} });
    expect(results.map(({ node, collectedAt }) => [node, collectedAt])).toStrictEqual([['node-1', '2026-01-03T00:00:00.000Z']]);
  });

  test('are taken from the sensor that the agent of a node tells them; those of a wrong clock are left out', async () => {
    const told = { ...buildFacts(0, '2026-01-05T00:00:00Z'), node: 'node-2' };
    const collected = async () => {
      const { results } = await admin.call(nodeFacts.endpoints.list, { query: { filter: 'cluster=c2' } });
      return results.map(({ node, collectedAt }) => `${node} ${collectedAt}`);
    };
    const sensor = await joinCluster(await running.server.createJoinToken(), 'c2');
    await sensor.send({ type: 'node-facts', facts: { ...told, node: 'node-3', collectedAt: '2099-01-01T00:00:00Z' } });
    await sensor.send({ type: 'node-facts', facts: told });
    await vi.waitFor(async () => expect(await collected()).toStrictEqual(['node-2 2026-01-05T00:00:00.000Z']), 10_000);
  });

  test('from far in the future are refused', async () => {
    await expect(upload(0, '2099-01-01T00:00:00Z')).rejects.toMatchObject({
      message: 'body.facts.collectedAt: it is no time that has been.',
    });
  });
});

describe('a schedule', () => {
  const body = {
    name: 'weekly',
    pattern: '0 6 * * 1',
    timeZone: 'Asia/Tokyo',
    clusters: ['c1'],
    frameworks: ['cis-1.12'],
    scope: {},
    language: 'ja' as const,
    notifiers: [],
    enabled: true,
  };

  test('is added, changed, switched off and removed', async () => {
    const made = await admin.call(complianceSchedules.endpoints.create, { body });
    expect([made.createdBy, new Date(made.nextAt ?? '').getUTCHours(), new Date(made.nextAt ?? '').getUTCDay()]).toStrictEqual([
      'admin',
      21,
      0,
    ]);
    await expect(admin.call(complianceSchedules.endpoints.create, { body })).rejects.toMatchObject({ code: 'conflict' });
    const off = await admin.call(complianceSchedules.endpoints.update, { params: { id: made.id }, body: { enabled: false } });
    expect([off.enabled, off.nextAt, off.timeZone]).toStrictEqual([false, undefined, 'Asia/Tokyo']);
    await admin.call(complianceSchedules.endpoints.delete, { params: { id: made.id } });
    expect((await admin.call(complianceSchedules.endpoints.list, { query: {} })).results).toStrictEqual([]);
  });

  test.each([
    [{ pattern: '* * * * * *' }, 'body.pattern: it has five parts: minute, hour, day, month and weekday, as 0 6 * * 1.'],
    [{ timeZone: 'Mars/Base' }, "body.timeZone: no time zone is called 'Mars/Base'."],
    [{ frameworks: ['x'] }, "body.frameworks: no framework is called 'x'."],
    [{ notifiers: ['x'] }, "body.notifiers: there is no notifier 'x'."],
  ])('with %j is refused', async (change, message) => {
    await expect(admin.call(complianceSchedules.endpoints.create, { body: { ...body, ...change } })).rejects.toMatchObject({ message });
  });

  test('runs when its time has come, and its notifiers are told', async () => {
    const told: unknown[] = [];
    const hook = createServer((request, answer) => {
      let text = '';
      request
        .on('data', chunk => (text += String(chunk)))
        .on('end', () => {
          told.push(JSON.parse(text));
          answer.end();
        });
    });
    await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const { id } = await admin.call(notifiers.endpoints.create, {
      body: { name: 'audit', type: 'webhook', severity: 'critical', clusters: [], owners: [], config: { url }, enabled: true },
    } as never);
    const schedule = await admin.call(complianceSchedules.endpoints.create, {
      body: { ...body, name: 'minutely', pattern: '* * * * *', notifiers: [id], reports: ['csv', 'json'] },
    });
    try {
      await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 110_000, interval: 500 });
      expect(told).toMatchObject([
        {
          event: 'compliance-run-done',
          run: { cluster: 'c1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
          scores: [{ framework: 'cis-1.12', controls: 131 }],
          reports: [
            { name: expect.stringMatching(/^compliance-c1-\d+\.csv$/), mediaType: 'text/csv' },
            { name: expect.stringMatching(/^compliance-c1-\d+\.json$/), mediaType: 'application/json' },
          ],
        },
      ]);
      const [{ reports = [] } = {}] = told as { readonly reports?: readonly { readonly content: string }[] }[];
      expect(JSON.parse(Buffer.from(reports[1]?.content ?? '', 'base64').toString())).toHaveProperty('hash');
    } finally {
      await admin.call(complianceSchedules.endpoints.delete, { params: { id: schedule.id } });
      hook.close();
    }
  }, 130_000);
});

test('the record that the server gives hashes to what it says', async () => {
  const { results } = await admin.call(complianceRuns.endpoints.list, { query: { filter: 'state=done', sort: 'sequence' } });
  const { record } = await admin.call(complianceRuns.endpoints.record, { params: { id: results[0]?.id ?? '' } });
  const { hash, key: _key, signature: _signature, ...rest } = JSON.parse(record) as ComplianceRecord;
  const sort = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sort)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, inner]) => [name, sort(inner)]),
          )
        : value;
  expect(
    createHash('sha256')
      .update(JSON.stringify(sort(rest)))
      .digest('hex'),
  ).toBe(hash);
});
