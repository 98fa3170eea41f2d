import { type Raw, readPath } from '@breakwater/inventory';
import { KubeError } from '@breakwater/kube';
import { expect, test } from 'vitest';
import { REPLICA_SET, toPod } from './testing/action-cases.ts';
import { FakeCluster } from './testing/fake-cluster.ts';
import { createResponder, NOW, SETTINGS, toRequest } from './testing/run-responder.ts';

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' } as const;
const POD = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-5d-a' } as const;
const toNames = (name: string) => ({ name, namespace: 'shop' });
const SCALE = toRequest({ action: 'scale-to-zero', target: TARGET });

function createCluster(replicas = 3, metadata: object = {}): FakeCluster {
  const cluster = new FakeCluster();
  cluster.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { replicas, selector: { matchLabels: { app: 'web' } } },
  });
  return cluster;
}

function setReplicas(cluster: FakeCluster, replicas: number, managedFields: readonly object[] = []): void {
  const found = cluster.find('Deployment', 'web') ?? {};
  cluster.put({
    ...found,
    metadata: { ...(found['metadata'] as object), managedFields },
    spec: { ...(found['spec'] as object), replicas },
  });
}

test('a failure in the middle takes back what was done before it', async () => {
  const cluster = createCluster();
  for (const name of ['web-5d-a', 'web-5d-b']) cluster.put(toPod(name));
  cluster.put(REPLICA_SET);
  const patch = cluster.patch.bind(cluster);
  cluster.patch = async (ref, body, subresource) => {
    if (ref.resource.kind === 'Pod') throw new KubeError('cluster-forbidden', 'pods "web-5d-a" is forbidden');
    return patch(ref, body, subresource);
  };
  const record = await createResponder(cluster).responder.respond(toRequest({ action: 'quarantine', target: POD }));
  expect([record.state, record.message, record.isUndoable, record.steps.map(({ state }) => state)]).toStrictEqual([
    'failed',
    'pods "web-5d-a" is forbidden; what was done before that was taken back',
    false,
    ['undone', 'failed', 'planned'],
  ]);
  expect(cluster.find('NetworkPolicy', 'breakwater-quarantine-r1')).toBe(undefined);
});

test('an answer that is lost is no second write', async () => {
  const cluster = createCluster();
  const patch = cluster.patch.bind(cluster);
  let losses = 1;
  cluster.patch = async (...words) => {
    const answer = await patch(...words);
    if (losses-- > 0) throw new KubeError('cluster-unreachable', 'the line broke');
    return answer;
  };
  const record = await createResponder(cluster, { retryMs: 1000 }).responder.respond(SCALE);
  expect([record.state, cluster.written.length]).toStrictEqual(['done', 1]);
});

test('an undo leaves alone what somebody changed since', async () => {
  const cluster = createCluster();
  const { responder } = createResponder(cluster);
  await responder.respond(SCALE);
  setReplicas(cluster, 5);
  const undone = await responder.undo('r1', SCALE.requestedBy, 'enough');
  expect([undone.message, readPath(cluster.find('Deployment', 'web'), 'spec', 'replicas')]).toStrictEqual([
    'undone, but for spec.replicas: somebody changed that since',
    5,
  ]);
});

test('an undo is over once its time is, and what others took back is said with who did it', async () => {
  const cluster = createCluster();
  let now = NOW;
  const { responder, journal } = createResponder(cluster, { now: () => now });
  await responder.respond({ ...SCALE, undoAfterSeconds: 60 });
  const fields = [
    { manager: 'kubectl', time: '2026-12-01T09:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    { manager: 'keda-operator', time: '2026-12-01T10:00:30Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  ];
  setReplicas(cluster, 2, fields);
  await responder.look();
  expect(journal.read('r1')?.record.reverted).toStrictEqual({
    at: '2026-12-01T10:00:00.000Z',
    by: 'keda-operator',
    message: 'keda-operator has set spec.replicas of Deployment shop/web to 2: pause what keeps it, or respond again',
  });
  setReplicas(cluster, 0);
  now += 60_000;
  await responder.look();
  expect([journal.read('r1')?.record.state, readPath(cluster.find('Deployment', 'web'), 'spec', 'replicas')]).toStrictEqual(['undone', 3]);
  expect(journal.read('r1')?.record.undo?.reason).toBe('its time of 60 s is over');
});

test('a container that was started anew is not the one that was meant', async () => {
  const cluster = createCluster();
  cluster.put(REPLICA_SET);
  cluster.put(toPod('web-5d-a'));
  cluster.put(toPod('web-5d-b'));
  const remove = cluster.evict.bind(cluster);
  // Between the look of the plan and the eviction.
  const read = cluster.read.bind(cluster);
  let looks = 0;
  cluster.read = async (ref, subresource) => {
    if (ref.name === 'web-5d-a' && ++looks === 2) {
      const pod = toPod('web-5d-a');
      const containerStatuses = [{ name: 'web', containerID: 'containerd://two' }];
      cluster.put({ ...pod, status: { ...(pod['status'] as object), containerStatuses } });
    }
    return read(ref, subresource);
  };
  cluster.evict = remove;
  const params = { container: { name: 'web', id: 'containerd://one' } };
  const record = await createResponder(cluster).responder.respond(toRequest({ action: 'kill-pod', target: POD, params }));
  expect([record.state, record.message, cluster.written]).toStrictEqual([
    'failed',
    'container web of Pod shop/web-5d-a is another one by now: it was started anew',
    [],
  ]);
});

test.each<readonly [name: string, meanwhile: (cluster: FakeCluster) => void, written: readonly string[]]>([
  ['nothing happens', () => undefined, ['delete pods web-5d-a']],
  ['its status changes', cluster => cluster.put(cluster.find('Pod', 'web-5d-a') as Raw), ['delete pods web-5d-a']],
  ['it ends', cluster => cluster.take(cluster.find('Pod', 'web-5d-a') as Raw), []],
  ['another one takes its name', cluster => cluster.put({ ...toPod('web-5d-a'), metadata: { ...toNames('web-5d-a'), uid: 'u2' } }), []],
])('a pod that is meant ends, and no other, without a second look: %s meanwhile', async (_, meanwhile, written) => {
  const cluster = new FakeCluster();
  for (const object of [REPLICA_SET, toPod('web-5d-a'), toPod('web-5d-b')]) cluster.put(object);
  const [evict, read] = [cluster.evict.bind(cluster), cluster.read.bind(cluster)];
  const asked: string[] = [];
  cluster.read = async (ref, subresource) => {
    asked.push(`read ${ref.name}`);
    return read(ref, subresource);
  };
  cluster.evict = async (...words) => {
    if (!asked.includes('evict')) meanwhile(cluster);
    asked.push('evict');
    return evict(...words);
  };
  const record = await createResponder(cluster).responder.respond(toRequest({ action: 'kill-pod', target: POD }));
  expect([record.state, record.message, cluster.written.map(({ verb, what }) => `${verb} ${what}`)]).toStrictEqual([
    'done',
    'the pod is gone',
    written,
  ]);
  expect(asked.slice(0, asked.indexOf('evict')).filter(one => one === 'read web-5d-a').length).toBe(1);
});

test('policies are only heard where nobody has said that they act, and the breaker counts what acted', async () => {
  const cluster = createCluster();
  const policy = { requestedBy: { type: 'policy', name: 'miner' }, confidence: 'high' } as const;
  const { responder } = createResponder(cluster);
  const heard = await responder.respond({ ...SCALE, ...policy });
  expect([heard.state, heard.request.dryRun, cluster.written]).toStrictEqual(['done', true, []]);
  const acting = createResponder(cluster, { settings: { ...SETTINGS, automatic: 'act', maxPerWorkload: 1 } }).responder;
  expect((await acting.respond({ ...SCALE, ...policy })).state).toBe('done');
  await acting.undo('r1', SCALE.requestedBy, 'enough');
  const second = await acting.respond({ ...SCALE, ...policy, id: 'r2' });
  expect([second.state, second.message]).toStrictEqual(['refused', '1 responses acted on this workload within 600 s, and 1 are the most']);
});

test('what keeps the object is warned of', async () => {
  const cluster = createCluster(3, {
    labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
    managedFields: [{ manager: 'argocd-controller' }],
  });
  const target = { kind: 'Deployment', name: 'web' };
  cluster.put({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: target },
  });
  cluster.put({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'queue', namespace: 'shop' },
    spec: { scaleTargetRef: { name: 'web' } },
  });
  const { warnings } = await createResponder(cluster).responder.respond({ ...SCALE, dryRun: true });
  expect(warnings).toStrictEqual([
    'Argo CD keeps this object and may put it back: pause its sync, or change it in the repository as well',
    'Flux keeps this object and may put it back: pause its sync, or change it in the repository as well',
    'KEDA ScaledObject queue scales this workload, also from 0: set its annotation autoscaling.keda.sh/paused-replicas to "0" meanwhile',
    'HorizontalPodAutoscaler web scales this workload; it leaves 0 replicas alone, and decides again after an undo',
  ]);
});
