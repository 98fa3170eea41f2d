import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BearerClient } from '@breakwater/daemon';
import type { Event, NodeFacts } from '@breakwater/model';
import { type AgentEventsRequest, MAX_FACTS, ROLE_PATHS } from '@breakwater/protocol';
import { waitFor } from '@breakwater/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { ROLE_CA_FILE } from './roles/role-certificate.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';

/** What was seen a day ago is over: the clock of the machine counts. */
const SEEN = new Date().toISOString().replace('Z', '000001Z');
const SECRET = 'shared-with-agents-for-tests-0123456789abc';
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
`;

const build = (change: Partial<Event>): Event => ({
  id: 'n1/b/r.1',
  time: SEEN,
  type: 'process-exit',
  cluster: '',
  node: 'n1',
  exit: { code: 0 },
  ...change,
});

const LOST = { code: 'events-lost', source: 'exec', message: '3 events are lost' };
const told = (events: readonly Event[]): AgentEventsRequest => ({
  agent: { node: 'n1', bootId: 'b', version: '1', since: '', capabilities: [{ name: 'tcp' }], problems: [LOST] },
  events: [...events],
});

/** A sensor of a folder, and somebody with the secret of agents. */
async function startWithAgent(edge: Awaited<ReturnType<typeof startEdge>>) {
  const [dataDir, secrets, folder] = [createFolder(), createFolder(), createFolder()];
  writeFileSync(join(secrets, 'agent'), SECRET);
  writeFileSync(join(folder, 'shop.yaml'), MANIFESTS);
  const options = { dataDir, joinToken: async () => edge.joinToken, rolePort: { port: 0, secrets } };
  const sensor = await runSensor({ type: 'folder', name: 'shop', paths: [folder] }, options);
  await sensor.synced;
  const client = new BearerClient({
    url: sensor.roleUrl ?? '',
    caFile: join(dataDir, 'roles', ROLE_CA_FILE),
    tokenFile: join(secrets, 'agent'),
  });
  onTestFinished(() => client.close());
  return (path: string, value: unknown) => client.ask('POST', path, { body: JSON.stringify(value), maxBytes: 100_000, timeoutMs: 10_000 });
}

const FACTS: NodeFacts = {
  schema: 'node-facts/1',
  node: 'n1',
  distribution: 'kubeadm',
  collectedAt: '2026-12-01T10:00:00.000Z',
  processes: [],
  files: [],
  certificates: [],
  sysctls: {},
  listening: [],
};

it.each([true, false])('hands facts of nodes on to a server that takes them: %s', async takesEvents => {
  const edge = await startEdge();
  edge.takesEvents = takesEvents;
  const post = await startWithAgent(edge);
  expect((await post(ROLE_PATHS.facts, { facts: FACTS })).value).toStrictEqual({ taken: takesEvents ? 1 : 0, refused: [] });
  if (takesEvents) await waitFor('the facts', () => edge.facts.length === 1);
  expect(edge.facts).toStrictEqual(takesEvents ? [FACTS] : []);
  expect(await post(ROLE_PATHS.facts, { facts: { ...FACTS, schema: 'node-facts/2' } })).toMatchObject({
    status: 400,
    value: { error: { code: 'body-invalid' } },
  });
  const long = { ...FACTS, sysctls: { x: 'x'.repeat(MAX_FACTS) } };
  expect((await post(ROLE_PATHS.facts, { facts: long })).value).toStrictEqual({
    taken: 0,
    refused: [{ index: 0, message: `the facts of n1 have ${JSON.stringify(long).length} bytes, and at most ${MAX_FACTS} are taken` }],
  });
});

it('joins what agents saw with pod and workload, tells the server, and says what is wrong with agents', async () => {
  const edge = await startEdge();
  const post = await startWithAgent(edge);
  const send = async (events: readonly Event[]) => (await post(ROLE_PATHS.events, told(events))).value;

  expect(await send([build({ podUid: 'p1' }), build({ id: 'x', node: 'n2' })])).toStrictEqual({
    taken: 1,
    refused: [{ index: 1, message: 'node: the agent of n1 tells what happens there, and not on n2' }],
  });
  await waitFor('the event', () => edge.events.length === 1);
  const body = build({ podUid: 'p1', cluster: 'file:shop', namespace: 'shop', pod: 'web-1', workload: 'Deployment/web' });
  expect(edge.events).toStrictEqual([{ type: 'runtime', id: body.id, time: body.time, body }]);

  const readProblem = () => edge.list('problem').find(({ body: problem }) => problem.code === 'events-lost')?.body;
  await waitFor('the problem of the agent', () => readProblem() !== undefined);
  expect(readProblem()).toStrictEqual({ ...LOST, source: 'agent/n1/exec' });
});

it('what a container does against a policy is a violation of its workload at the server, with its process, and without secrets', async () => {
  const edge = await startEdge();
  const post = await startWithAgent(edge);
  const fileless = {
    id: 'n1/b/p7',
    exe: '/memfd:x (deleted)',
    name: 'x',
    argv: ['x', '--password=hunter2'],
    argvTruncated: false,
    uid: 0,
    traits: ['memfd' as const],
    entry: 'init' as const,
    ancestors: [{ id: 'n1/b/p1', exe: '/bin/sh', argv: ['sh'], uid: 0 }],
  };
  const event = (id: string): Event => {
    const { exit: _, ...rest } = build({ id, podUid: 'p1', container: 'app', type: 'process-exec', process: fileless });
    return rest;
  };
  const begin = performance.now();
  await post(ROLE_PATHS.events, told([event('a'), event('b')]));
  const find = () =>
    edge
      .list('violation')
      .flatMap(({ body }) => body.results)
      .find(({ policy }) => policy === 'fileless-program');
  await waitFor('the violation', () => find() !== undefined);
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(find()).toMatchObject({
    policy: 'fileless-program',
    state: 'fail',
    target: { cluster: 'file:shop', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'd' },
    container: 'app',
  });
  expect(edge.list('violation').find(({ body }) => body.results[0]?.policy === 'fileless-program')?.body.ja?.[0]).toMatch(/[ぁ-ん]/);
  const text = JSON.stringify([edge.list('violation'), edge.events]);
  expect([text.includes('hunter2'), text.includes('/memfd:x (deleted)'), text.includes('/bin/sh')]).toStrictEqual([false, true, true]);
});

it('tells of baselines, also once more to a server that has lost them, and changes them', async () => {
  const edge = await startEdge();
  const post = await startWithAgent(edge);
  const process = { id: 'p', exe: '/bin/app', argv: ['/bin/app'], argvTruncated: false, uid: 0, ancestors: [] };
  const { exit: _, ...started } = build({ type: 'process-exec', podUid: 'p1', container: 'app', process });
  await post(ROLE_PATHS.events, told([started]));
  const list = () => edge.list('baseline').map(({ key, body }) => [key, body.processes.map(({ path }) => path)]);
  await waitFor('the baseline', () => list().length === 1);
  edge.items.clear();
  edge.cut();
  await waitFor('the baseline once more', () => list().length === 1);
  expect(list()).toStrictEqual([['shop/Deployment/web/app', ['/bin/app']]]);
  const subject = { cluster: 'file:shop', namespace: 'shop', workload: 'Deployment/web', version: '', container: 'app' };
  edge.tellChanges([{ id: 'c1', subject, change: 'lock', entries: [], events: [], by: 'ann' }]);
  const answers = () =>
    (edge.events as readonly { readonly type: string; readonly body: object }[]).filter(({ type }) => type === 'baseline-change');
  await waitFor('the answer', () => answers().length === 1);
  expect(answers()[0]?.body).toStrictEqual({ id: 'c1', state: 'applied', message: '' });
  await waitFor('the locked baseline', () => edge.list('baseline')[0]?.body.lockedBy === 'ann');
});
