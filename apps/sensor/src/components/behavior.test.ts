import type { Event, EventContext, ResponseAction, Result } from '@breakwater/model';
import { expect, test } from 'vitest';
import type { DecidedResponse } from '../evaluation/decide-responses.ts';
import { createFolder } from '../testing/folder.ts';
import type { ItemChange } from '../thread/messages.ts';
import { ObjectStore } from '../thread/object-store.ts';
import { Outbox } from '../thread/outbox.ts';
import { ProblemBook } from '../thread/problem-book.ts';
import { BehaviorComponent, type EventJudging } from './behavior.ts';

/** What was seen a day ago is over: the clock of the machine counts. */
const SEEN = new Date().toISOString();

const owned = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }] });
const object = (apiVersion: string, kind: string, name: string, metadata: object, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  ...more,
});

function createStore(): ObjectStore {
  const store = new ObjectStore();
  const template = {
    metadata: {},
    spec: {
      containers: [{ name: 'app', command: ['/bin/app'], args: ['serve'], livenessProbe: { exec: { command: ['/bin/probe', '-a'] } } }],
    },
  };
  store.put(object('apps/v1', 'Deployment', 'web', { uid: 'd' }, { spec: { template } }));
  store.put(object('apps/v1', 'ReplicaSet', 'web-1', { uid: 'r', ...owned('Deployment', 'web') }));
  for (const [name, uid, podIP] of [
    ['web-1-a', 'p1', '10.1.0.1'],
    ['web-1-b', 'p2', '10.1.0.2'],
  ] as const)
    store.put(
      object(
        'v1',
        'Pod',
        name,
        { uid, labels: { 'pod-template-hash': 'h1' }, ...owned('ReplicaSet', 'web-1') },
        { status: { podIP, phase: 'Running' } },
      ),
    );
  store.put(
    object(
      'v1',
      'Service',
      'kubernetes',
      { uid: 's', namespace: 'default' },
      { spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'] } },
    ),
  );
  store.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', uid: 'n' },
    status: { addresses: [{ type: 'InternalIP', address: '10.0.0.4' }] },
  });
  store.dropOwned();
  return store;
}

const EVENT: Event = {
  id: 'n/b/1',
  time: SEEN,
  type: 'process-exec',
  cluster: 'c',
  node: 'n',
  namespace: 'shop',
  pod: 'web-1-a',
  podUid: 'p1',
  workload: 'Deployment/web',
  container: 'app',
  containerId: 'id',
  process: {
    id: 'p',
    exe: '/bin/app',
    argv: ['/bin/app', 'serve'],
    argvTruncated: false,
    uid: 0,
    ancestors: [],
    entry: 'init',
    containerPid: 1,
  },
};
const exec = (exe: string): Event => ({
  ...EVENT,
  process: { id: 'p', exe, argv: [exe], argvTruncated: false, uid: 0, ancestors: [], entry: 'init' },
});
const connect = (address: string): Event => {
  const { process: _, ...rest } = EVENT;
  return {
    ...rest,
    type: 'connect',
    connect: { protocol: 'tcp', local: { address: '10.1.0.1', port: 40_000 }, remote: { address, port: 443 }, result: 'started' },
  };
};

const RESULT: Result = {
  policy: 'shell-in-container',
  state: 'fail',
  severity: 'high',
  message: 'a shell',
  target: { cluster: 'c', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1-a', uid: 'p1' },
  container: 'app',
  standards: {},
  remediation: '',
  evidence: [],
};
const KEY = 'shell-in-container|p1|app';

function start(judging?: EventJudging, folder = createFolder()) {
  const items: ItemChange[] = [];
  const decided: DecidedResponse[] = [];
  const outbox: Outbox = new Outbox(
    batch => {
      items.push(...batch);
      queueMicrotask(() => outbox.take());
    },
    () => undefined,
  );
  const component = new BehaviorComponent({
    folder,
    cluster: 'c',
    kubeMinor: 34,
    customWorkloads: [],
    store: createStore(),
    outbox,
    problems: new ProblemBook(outbox),
    onDecided: one => decided.push(one),
    ...(judging === undefined ? {} : { judging }),
  });
  return { component, items, decided, folder };
}

/** Keeps the contexts, and says that what runs /bin/sh is wrong. */
function watch(action?: ResponseAction) {
  const contexts: EventContext[] = [];
  const judging: EventJudging = {
    judge: (event, context) => {
      contexts.push(context);
      return event.process?.exe === '/bin/sh' ? [RESULT] : [];
    },
    findActions: () => new Set([action]),
    listUncovered: () => [],
  };
  return { contexts, judging };
}

test('each event is judged with what is known around it', () => {
  const { contexts, judging } = watch();
  const { component } = start(judging);
  component.take([EVENT, exec('/bin/app'), connect('10.1.0.2'), connect('10.96.0.1'), connect('10.0.0.4')]);
  expect(contexts).toStrictEqual([
    {
      baseline: { state: 'learning', coverage: 'partial', verdict: 'new-path', detail: '/bin/app was not run before' },
      image: { entrypoint: true },
      signals: [],
    },
    {
      baseline: { state: 'learning', coverage: 'full', verdict: 'new-arguments', detail: '/bin/app was not called like this before: ' },
      signals: [],
    },
    {
      baseline: expect.objectContaining({
        verdict: 'new-peer',
        detail: 'peer egress tcp 443 workload shop/Deployment/web is not in the baseline',
      }),
      peer: { kind: 'workload', namespace: 'shop', name: 'Deployment/web' },
      signals: [],
    },
    { baseline: expect.objectContaining({ verdict: 'new-peer' }), peer: { kind: 'api-server' }, signals: [] },
    { baseline: expect.objectContaining({ verdict: 'new-peer' }), peer: { kind: 'node', name: 'n' }, signals: [] },
  ]);
  component.stop();
});

test('probes of the manifest are known before they are seen, and connections are held against policies', () => {
  const { contexts, judging } = watch();
  const { component } = start(judging);
  const probe = exec('/bin/probe');
  const ends = { protocol: 'tcp', local: { address: '10.1.0.1', port: 80 }, remote: { address: '10.1.0.2', port: 40_000 } };
  component.take([
    {
      ...probe,
      process: { ...EVENT.process, ...probe.process, argv: ['/bin/probe', '-a'], entry: 'exec' } as NonNullable<Event['process']>,
    },
    { ...connect('10.1.0.2'), type: 'accept', accept: ends },
  ]);
  expect([contexts[0]?.baseline?.verdict, contexts[1]?.network]).toStrictEqual(['known', { verdict: 'allowed' }]);
  component.stop();
});

test('a violation is open once, with how often it was repeated, also after a restart', async () => {
  const { judging } = watch();
  const first = start(judging);
  first.component.take([exec('/bin/sh')]);
  await Promise.resolve();
  expect(first.items.map(({ action, type, key }) => [action, type, key])).toStrictEqual([['put', 'violation', KEY]]);
  first.component.take(Array.from({ length: 20 }, () => exec('/bin/sh')));
  await Promise.resolve();
  expect(first.items).toHaveLength(1);
  first.component.stop();
  const again = start(judging, first.folder);
  again.component.take([exec('/bin/true')]);
  again.component.save();
  again.component.take([exec('/bin/sh')]);
  const [last] = again.items.filter(item => item.action === 'put');
  expect(JSON.parse(last?.action === 'put' ? last.body : '')).toStrictEqual({
    state: 'fail',
    more: 0,
    results: [
      { ...RESULT, evidence: [{ source: 'event', path: 'repeated', value: { count: 21, firstSeen: EVENT.time, lastSeen: EVENT.time } }] },
    ],
  });
  again.component.stop();
});

test.each<readonly [ResponseAction | undefined, readonly string[]]>([
  [undefined, []],
  ['kill-pod', ['kill-pod Pod/web-1-a p1 low']],
  ['restart', ['restart Deployment/web d low']],
])('what is to be done: %s', (action, expected) => {
  const { judging } = watch(action);
  const { component, decided } = start(judging);
  component.take([exec('/bin/sh'), exec('/bin/true')]);
  expect(
    decided.map(({ action: done, target, confidence }) => `${done} ${target.kind}/${target.name} ${target.uid} ${confidence}`),
  ).toStrictEqual(expected);
  component.stop();
});

test('one event that cannot be judged is told, and does not hold up the others', () => {
  const seen: string[] = [];
  const judging: EventJudging = {
    judge: ({ process }) => {
      if (process?.exe === '/bin/bad') throw new TypeError('no');
      seen.push(process?.exe ?? '');
      return [];
    },
    findActions: () => new Set(),
    listUncovered: () => [],
  };
  const { component, items } = start(judging);
  component.take([exec('/bin/bad'), exec('/bin/good')]);
  const told = items.map(item => (item.action === 'put' ? (JSON.parse(item.body) as object) : item));
  expect([seen, told]).toStrictEqual([
    ['/bin/good'],
    [{ code: 'behavior-failed', source: 'behavior', message: 'an event could not be judged: no' }],
  ]);
  component.stop();
});

test('without policies events are learned from', () => {
  const { component, items, folder } = start();
  component.take([exec('/bin/app')]);
  component.stop();
  const { contexts, judging } = watch();
  const again = start(judging, folder);
  again.component.take([exec('/bin/app')]);
  expect([items, contexts[0]?.baseline?.verdict]).toStrictEqual([[], 'known']);
  again.component.stop();
});
