import { setTimeout } from 'node:timers/promises';
import { kinds, type ReflectorOptions, startReflector } from '@breakwater/kube';
import type { Problem } from '@breakwater/model';
import { type ApiServer, type ApiServerOptions, type Raw, waitFor } from '@breakwater/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { connect, startApiServer } from '../testing/simulated.ts';

const FAST = { idleMs: 400, firstRetryMs: 10, longestRetryMs: 60, slowRetryMs: 60, patience: 3 };

function buildPod(name: string, label = ''): Raw {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels: { label } }, spec: {} };
}

/** What a reflector has told so far. */
interface Mirror {
  readonly server: ApiServer;
  readonly objects: Map<string, Raw>;
  readonly synced: boolean[];
  readonly calls: string[];
  problems: readonly Problem[];
}

interface Setup {
  readonly kind?: string;
  readonly prepare?: (server: ApiServer) => void;
  readonly server?: ApiServerOptions;
  readonly options?: Partial<ReflectorOptions>;
}

async function mirror({ kind = 'Pod', prepare, server: serverOptions = {}, options = {} }: Setup = {}): Promise<Mirror> {
  const server = await startApiServer(serverOptions);
  prepare?.(server);
  const client = connect(server);
  const definition = kinds.find(candidate => candidate.kind === kind);
  if (definition === undefined) throw new Error(kind);
  const told: Mirror = { server, objects: new Map(), synced: [], calls: [], problems: [] };
  const reflector = startReflector({
    client,
    kind: definition,
    timing: FAST,
    listener: {
      onPut: object => {
        const { name, namespace = '' } = object['metadata'] as { readonly name: string; readonly namespace?: string };
        told.objects.set(`${namespace}/${name}`, object);
        told.calls.push(`put ${name}`);
      },
      onDelete: key => {
        told.objects.delete(key);
        told.calls.push(`delete ${key}`);
      },
      onSynced: readable => told.synced.push(readable),
      onProblems: problems => {
        told.problems = problems;
      },
    },
    ...options,
  });
  onTestFinished(() => reflector.stop());
  return told;
}

const readLabel = ({ objects }: Mirror, key: string): unknown => (objects.get(key)?.['metadata'] as Raw | undefined)?.['labels'];
const countLists = ({ server }: Mirror): number => server.requests.filter(({ query }) => query.get('watch') === null).length;

it('tells what is there, page by page, and then what changes', async () => {
  const told = await mirror({
    prepare: server => Array.from({ length: 23 }, (_, index) => server.put(buildPod(`p${index}`))),
    options: { timing: { ...FAST, pageSize: 10 } },
  });
  await waitFor('the list', () => told.synced.length === 1);
  expect(told.objects.size).toBe(23);
  expect(told.server.requests.map(({ query }) => query.get('limit')).filter(limit => limit !== null)).toEqual(['10', '10', '10']);
  told.server.put(buildPod('p3', 'changed'));
  told.server.put(buildPod('new'));
  told.server.delete(buildPod('p4'));
  await waitFor('the deletion', () => !told.objects.has('shop/p4'));
  expect(told.calls.slice(-3)).toEqual(['put p3', 'put new', 'delete shop/p4']);
  expect(readLabel(told, 'shop/p3')).toEqual({ label: 'changed' });
  expect(told.problems).toEqual([]);
});

it('asks for a watch with bookmarks, an end and the version of the list', async () => {
  const told = await mirror({ options: { timing: { ...FAST, watchSeconds: 100 } } });
  const watch = await waitFor('the watch', () => told.server.requests.find(({ query }) => query.get('watch') === '1'));
  expect(watch.query.get('allowWatchBookmarks')).toBe('true');
  expect(watch.query.get('resourceVersion')).toMatch(/^\d+$/);
  expect(Number(watch.query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(50);
  expect(Number(watch.query.get('timeoutSeconds'))).toBeLessThanOrEqual(100);
});

it('goes on without a new list when a watch is cut, and misses nothing', async () => {
  const told = await mirror();
  await waitFor('the watch', () => told.server.watches === 1);
  told.server.put(buildPod('before'));
  await waitFor('the first', () => told.objects.has('shop/before'));
  told.server.dropWatches();
  told.server.put(buildPod('meanwhile'));
  await waitFor('the second', () => told.objects.has('shop/meanwhile'));
  expect(countLists(told)).toBe(1);
});

it('survives a restart of the API server', async () => {
  const told = await mirror();
  await waitFor('the watch', () => told.server.watches === 1);
  await told.server.stop();
  told.server.put(buildPod('meanwhile'));
  const stale = await waitFor('the problem', () => told.problems[0]);
  expect(stale.code).toBe('kind-stale');
  expect(stale.message).toMatch(/^what is known about pods may be old, since reading them fails again and again: http:/);
  await told.server.start();
  await waitFor('the object', () => told.objects.has('shop/meanwhile'));
  await waitFor('the end of the problem', () => told.problems.length === 0);
});

it('lists again when its version is too old, and learns of what went meanwhile', async () => {
  const told = await mirror({ prepare: server => server.put(buildPod('going')) });
  await waitFor('the watch', () => told.server.watches === 1);
  await told.server.stop();
  told.server.delete(buildPod('going'));
  told.server.put(buildPod('coming'));
  told.server.compact();
  await told.server.start();
  await waitFor('the deletion', () => !told.objects.has('shop/going'));
  expect([...told.objects.keys()]).toEqual(['shop/coming']);
  expect(countLists(told)).toBe(2);
});

it('goes on behind the last bookmark, though nothing of its own changed and all before is forgotten', async () => {
  const told = await mirror();
  await waitFor('the watch', () => told.server.watches === 1);
  for (let index = 0; index < 20; index++) told.server.put({ ...buildPod(`other-${index}`), kind: 'ConfigMap' });
  told.server.compact();
  await setTimeout(200);
  told.server.dropWatches();
  told.server.put(buildPod('meanwhile'));
  await waitFor('the object', () => told.objects.has('shop/meanwhile'));
  expect(countLists(told)).toBe(1);
});

it('lists again where bookmarks were missing and all before is forgotten', async () => {
  const told = await mirror({ server: { bookmarkMs: 60_000 }, options: { timing: { ...FAST, idleMs: 10_000 } } });
  await waitFor('the watch', () => told.server.watches === 1);
  for (let index = 0; index < 20; index++) told.server.put({ ...buildPod(`other-${index}`), kind: 'ConfigMap' });
  told.server.compact();
  told.server.dropWatches();
  told.server.put(buildPod('meanwhile'));
  await waitFor('the object', () => told.objects.has('shop/meanwhile'));
  expect(countLists(told)).toBe(2);
});

it('never runs hot when every watch is expired', async () => {
  const told = await mirror({ prepare: server => Object.assign(server.faults, { watchExpired: true }) });
  await waitFor('some lists', () => countLists(told) >= 3);
  const before = countLists(told);
  await setTimeout(600);
  // At 30 to 60 ms each there are at most 20 of them, and no fewer than 8 unless the machine is very busy.
  expect(countLists(told) - before).toBeLessThanOrEqual(21);
});

it('never runs hot when every watch ends at once', async () => {
  const told = await mirror({ prepare: server => Object.assign(server.faults, { watchCut: true }) });
  await waitFor('some watches', () => told.server.requests.length >= 3);
  const before = told.server.requests.length;
  await setTimeout(600);
  expect(told.server.requests.length - before).toBeLessThanOrEqual(21);
});

it('lists from the start when a page is expired', async () => {
  const told = await mirror({
    prepare: server => {
      for (let index = 0; index < 5; index++) server.put(buildPod(`p${index}`));
      server.faults.continueExpired = true;
    },
    options: { timing: { ...FAST, pageSize: 2 } },
  });
  await waitFor('a second try', () => countLists(told) >= 4);
  expect(told.synced).toEqual([]);
  told.server.faults.continueExpired = false;
  await waitFor('the list', () => told.synced.length === 1);
  expect(told.objects.size).toBe(5);
});

it('takes a watch that says nothing for dead', async () => {
  const told = await mirror();
  await waitFor('the watch', () => told.server.watches === 1);
  told.server.faults.stalled = true;
  told.server.put(buildPod('silent'));
  await setTimeout(200);
  expect(told.objects.size).toBe(0);
  await waitFor('a new watch', () => told.server.requests.filter(({ query }) => query.get('watch') === '1').length > 1);
  told.server.faults.stalled = false;
  await waitFor('the object', () => told.objects.has('shop/silent'));
  expect(countLists(told)).toBe(1);
});

it('tells each change once when events come twice', async () => {
  const told = await mirror({ prepare: server => Object.assign(server.faults, { copies: 3 }) });
  await waitFor('the watch', () => told.server.watches === 1);
  told.server.put(buildPod('a'));
  told.server.put(buildPod('b'));
  told.server.delete(buildPod('a'));
  await waitFor('the end', () => !told.objects.has('shop/a') && told.calls.length >= 3);
  await setTimeout(100);
  expect(told.calls).toEqual(['put a', 'put b', 'delete shop/a']);
});

it('ends with the newest when events come in the wrong order', async () => {
  const told = await mirror({ prepare: server => Object.assign(server.faults, { reordered: 4 }) });
  await waitFor('the watch', () => told.server.watches === 1);
  told.server.put(buildPod('a', '1'));
  told.server.put(buildPod('a', '2'));
  told.server.put(buildPod('b', '1'));
  told.server.delete(buildPod('b'));
  await waitFor('the object', () => told.objects.has('shop/a'));
  await setTimeout(100);
  expect(readLabel(told, 'shop/a')).toEqual({ label: '2' });
  expect(told.objects.has('shop/b')).toBe(false);
});

it.each([
  [
    403,
    'kind-unreadable',
    'nothing is known about pods, since they may not be read; allow get, list and watch on them: refused: /api/v1/pods',
  ],
  [
    401,
    'kind-unreadable',
    'nothing is known about pods, since they may not be read; allow get, list and watch on them: refused: /api/v1/pods',
  ],
  [404, 'kind-not-served', 'nothing is known about pods, since this API server does not serve them: refused: /api/v1/pods'],
])('says so while the answer is %d, and takes it back', async (status, code, message) => {
  const told = await mirror({ prepare: server => void server.put(buildPod('a')) });
  await waitFor('the list', () => told.synced.length === 1);
  told.server.faults.refused.set('/api/v1/pods', status);
  told.server.dropWatches();
  await waitFor('the problem', () => told.problems.length === 1);
  expect(told.problems).toEqual([{ code, source: 'pods', message }]);
  expect(told.objects.size).toBe(0);
  expect(told.synced.at(-1)).toBe(false);
  told.server.faults.refused.clear();
  await waitFor('the end of the problem', () => told.problems.length === 0);
  expect(told.objects.size).toBe(1);
  expect(told.synced.at(-1)).toBe(true);
});

it('is silent about a custom resource that nobody installed, and finds it when it comes', async () => {
  const told = await mirror({ kind: 'Rollout' });
  await waitFor('the answer', () => told.synced.length > 0);
  expect(told.synced[0]).toBe(false);
  expect(told.problems).toEqual([]);
  told.server.put({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web', namespace: 'shop' }, spec: {} });
  await waitFor('the object', () => told.objects.has('shop/web'));
});

it('is silent about one that is not installed and could not be read either, and tells of one that is', async () => {
  const refuse = (server: ApiServer) => void server.faults.refused.set('/apis/argoproj.io/v1alpha1/rollouts', 403);
  const absent = await mirror({ kind: 'Rollout', prepare: refuse });
  await waitFor('the answer', () => absent.synced.length > 0);
  expect(absent.problems).toEqual([]);
  const there = await mirror({
    kind: 'Rollout',
    prepare: server => {
      refuse(server);
      server.groups.add('argoproj.io');
    },
  });
  await waitFor('the problem', () => there.problems.length === 1);
  expect(there.problems[0]?.code).toBe('kind-unreadable');
});

it('reads an older version where the newest is not served', async () => {
  const told = await mirror({
    kind: 'HTTPRoute',
    prepare: server =>
      void server.put({ apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'HTTPRoute', metadata: { name: 'web', namespace: 'shop' } }),
  });
  await waitFor('the object', () => told.objects.has('shop/web'));
  expect(told.server.requests.map(({ path }) => path).slice(0, 2)).toEqual([
    '/apis/gateway.networking.k8s.io/v1/httproutes',
    '/apis/gateway.networking.k8s.io/v1beta1/httproutes',
  ]);
});

it('asks for metadata only, where nothing else is wanted', async () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop' }, data: { token: 'c2VjcmV0' } };
  const told = await mirror({ kind: 'Secret', prepare: server => void server.put(secret), options: { metadataOnly: true } });
  await waitFor('the list', () => told.objects.has('shop/s'));
  told.server.put({ ...secret, metadata: { name: 't', namespace: 'shop' } });
  const object = await waitFor('the event', () => told.objects.get('shop/t'));
  expect(object).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 't', namespace: 'shop', uid: expect.any(String) } });
  for (const { headers } of told.server.requests) expect(headers.accept).toMatch(/as=PartialObjectMetadata(List)?;g=meta\.k8s\.io;v=v1/);
});

it('passes over a line that is too long, and says so', async () => {
  const told = await mirror();
  await waitFor('the watch', () => told.server.watches === 1);
  told.server.writeToWatches(`{"type":"ADDED","object":{"x":"${'x'.repeat(9 * 1024 * 1024)}"}}\n`);
  told.server.put(buildPod('after'));
  await waitFor('the next object', () => told.objects.has('shop/after'));
  expect(told.problems.map(({ code }) => code)).toEqual(['object-too-large']);
});

it.each(['no json\n', '[1]\n', '{"type":"ADDED"}\n', '{"type":"OTHER","object":{}}\n', '\0\n'])(
  'goes on after nonsense: %j',
  async text => {
    const told = await mirror();
    await waitFor('the watch', () => told.server.watches === 1);
    told.server.writeToWatches(text);
    told.server.put(buildPod('after'));
    await waitFor('the next object', () => told.objects.has('shop/after'));
  },
);

it('stops while it waits, lists or watches', async () => {
  for (const delayMs of [0, 300]) {
    const server = await startApiServer();
    server.faults.delayMs = delayMs;
    const kind = kinds.find(candidate => candidate.kind === 'Pod');
    if (kind === undefined) throw new Error('Pod');
    const ignore = (): void => undefined;
    const listener = { onPut: ignore, onDelete: ignore, onSynced: ignore, onProblems: ignore };
    const reflector = startReflector({ client: connect(server), kind, listener });
    await setTimeout(50);
    const startedAt = performance.now();
    await reflector.stop();
    expect(performance.now() - startedAt).toBeLessThan(250);
  }
});
