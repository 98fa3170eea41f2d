import { describe, expect, test } from 'vitest';
import { REPLICA_SET, toPod } from '../testing/action-cases.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { createResponder, toRequest } from '../testing/run-responder.ts';
import { planDetachment } from './detach.ts';

const OPEN = '10.0.0.7:8080';
const REQUEST = toRequest({ action: 'quarantine', target: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-5d-a' } });

function toPolicy(name: string, spec: object) {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop' }, spec };
}

function createCluster(...more: readonly Parameters<FakeCluster['put']>[0][]): FakeCluster {
  const cluster = new FakeCluster();
  for (const object of [REPLICA_SET, toPod('web-5d-a'), toPod('web-5d-b'), ...more]) cluster.put(object);
  return cluster;
}

describe('whether a pod is cut off is said as it was seen', () => {
  const cases: readonly (readonly [name: string, prepare: (cluster: FakeCluster) => void, state: string, message: RegExp])[] = [
    [
      'what worked before and does not any more',
      cluster => {
        cluster.open.add(OPEN);
        cluster.onWrite = () => cluster.open.clear();
      },
      'verified',
      /^connections to port 8080 worked before and do not any more; /,
    ],
    ['what goes on to work', cluster => cluster.open.add(OPEN), 'failed', /^the pod is not cut off: port 8080 still takes connections\. /],
    [
      'what goes on to work from a machine that may be a node',
      cluster => {
        cluster.open.add(OPEN);
        cluster.isInPod = false;
      },
      'requested',
      /^requested, not verified: port 8080 takes connections from this machine, which is no pod/,
    ],
    ['what never worked', () => {}, 'requested', /^requested, not verified: none of its ports could be connected to before from here/],
  ];
  test.each(cases)('%s', async (_, prepare, state, message) => {
    const cluster = createCluster();
    prepare(cluster);
    const { verification } = await createResponder(cluster).responder.respond(REQUEST);
    expect([verification?.state, message.test(verification?.message ?? '')]).toStrictEqual([state, true]);
  });

  test('a policy that selects every pod goes on to allow what it allows', async () => {
    const { responder } = createResponder(createCluster(toPolicy('all', { podSelector: {}, ingress: [{}] })));
    const { verification, warnings } = await responder.respond(REQUEST);
    expect([verification, warnings]).toStrictEqual([
      {
        state: 'failed',
        message: 'the pod is not cut off: NetworkPolicy all still allows traffic. Delete it, or end the pod',
      },
      ['NetworkPolicy all selects pods by no label that can be taken away: what it allows stays allowed'],
    ]);
  });
});

describe('labels that are taken away', () => {
  test.each([
    ['of its controller', [], ['app', 'pod-template-hash'], ['ReplicaSet web-5d']],
    [
      'of a Service',
      [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop' }, spec: { selector: { tier: 'front' } } }],
      ['app', 'pod-template-hash', 'tier'],
      ['ReplicaSet web-5d', 'Service s'],
    ],
    [
      'of a policy that allows something',
      [toPolicy('p', { podSelector: { matchLabels: { tier: 'front' } }, egress: [{}] })],
      ['app', 'pod-template-hash', 'tier'],
      ['ReplicaSet web-5d', 'NetworkPolicy p'],
    ],
    [
      'not of a policy that only denies',
      [toPolicy('p', { podSelector: { matchLabels: { tier: 'front' } }, policyTypes: ['Ingress'] })],
      ['app', 'pod-template-hash'],
      ['ReplicaSet web-5d'],
    ],
    [
      'not of what selects other pods',
      [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop' }, spec: { selector: { tier: 'back' } } }],
      ['app', 'pod-template-hash'],
      ['ReplicaSet web-5d'],
    ],
  ])('%s', async (_, more, labels, from) => {
    const cluster = createCluster(...more);
    expect(await planDetachment(cluster, cluster.find('Pod', 'web-5d-a') ?? {}, 'shop')).toStrictEqual({
      labels,
      from,
      stays: [],
      leaks: [],
      unread: [],
    });
  });
});
