import type { Raw } from '@breakwater/inventory';
import type { ResponseRequest } from '@breakwater/model';
import { FakeCluster } from './fake-cluster.ts';
import { toRequest } from './run-responder.ts';

/** One action on one kind of target: what there is, what is asked, what is written, and what is there afterwards. */
export interface ActionCase {
  readonly name: string;
  readonly objects: readonly Raw[];
  readonly request: ResponseRequest;
  /** Writes in order, as `patch deployments.apps web`. */
  readonly writes: readonly string[];
  /** Of an object afterwards: kind, name, path and value. */
  readonly after: readonly (readonly [kind: string, name: string, path: readonly string[], value: unknown])[];
  readonly undoable: boolean;
  readonly prepare?: (cluster: FakeCluster) => void;
}

export function createCluster({ objects, prepare }: ActionCase): FakeCluster {
  const cluster = new FakeCluster();
  for (const object of objects) cluster.put(object);
  prepare?.(cluster);
  return cluster;
}

function toWorkload(apiVersion: string, kind: string, name: string, spec: Raw, more: Raw = {}): Raw {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec, ...more };
}

const TARGET = { apiVersion: 'apps/v1', namespace: 'shop' } as const;
const POD_LABELS = { app: 'web', tier: 'front', 'pod-template-hash': '5d' };

export const REPLICA_SET = toWorkload(
  'apps/v1',
  'ReplicaSet',
  'web-5d',
  {
    replicas: 2,
    selector: { matchLabels: { app: 'web', 'pod-template-hash': '5d' } },
  },
  { status: { replicas: 2, readyReplicas: 2 } },
);

export function toPod(name: string, change: Raw = {}): Raw {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      labels: POD_LABELS,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', uid: 'uid-ReplicaSet/shop/web-5d', controller: true }],
    },
    spec: {
      containers: [{ name: 'web', image: 'shop/web:1', ports: [{ containerPort: 8080 }], env: [{ name: 'PASSWORD', value: 'hunter2' }] }],
    },
    status: {
      podIP: '10.0.0.7',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'web', containerID: 'containerd://one', restartCount: 1, imageID: 'shop/web@sha256:old' }],
    },
    ...change,
  };
}

const BARE = toPod('bare', { metadata: { name: 'bare', namespace: 'shop', labels: {} } });
const SERVICE: Raw = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' } },
};
const POLICY: Raw = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'front', namespace: 'shop' },
  spec: { podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, ingress: [{}] },
};

/** A ReplicaSet makes a pod for each that it does not have. */
function replacePods(cluster: FakeCluster): void {
  const labels = { app: 'web', 'pod-template-hash': '5d' };
  const isOwn = (object: Raw): boolean => {
    const own = (object['metadata'] as { readonly labels?: Raw }).labels ?? {};
    return object['kind'] === 'Pod' && Object.entries(labels).every(([key, value]) => own[key] === value);
  };
  if (cluster.state.filter(isOwn).length >= 2) return;
  cluster.put(toPod(`web-5d-new`));
}

const DEPLOYMENT = toWorkload('apps/v1', 'Deployment', 'web', {
  replicas: 3,
  selector: { matchLabels: { app: 'web' } },
  template: { metadata: {}, spec: { containers: [{ name: 'web', image: 'shop/web:1', imagePullPolicy: 'Always' }] } },
});

const ROLLED: Raw = { ...DEPLOYMENT, status: { updatedReplicas: 3, readyReplicas: 3, replicas: 3 } };

export const ACTION_CASES: readonly ActionCase[] = [
  ...['Deployment', 'ReplicaSet', 'StatefulSet'].map(
    (kind): ActionCase => ({
      name: `scale-to-zero of a ${kind}`,
      objects: [toWorkload('apps/v1', kind, 'x', { replicas: 3, selector: { matchLabels: { app: 'x' } } })],
      request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, kind, name: 'x' } }),
      writes: [`patch ${kind.toLowerCase()}s.apps x`],
      after: [
        [kind, 'x', ['spec', 'replicas'], 0],
        [kind, 'x', ['metadata', 'annotations', 'breakwater.dev/previous-replicas'], '3'],
      ],
      undoable: true,
    }),
  ),
  {
    name: 'scale-to-zero of a ReplicationController',
    objects: [toWorkload('v1', 'ReplicationController', 'x', { selector: { app: 'x' } })],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, apiVersion: 'v1', kind: 'ReplicationController', name: 'x' } }),
    writes: ['patch replicationcontrollers x'],
    after: [['ReplicationController', 'x', ['spec', 'replicas'], 0]],
    undoable: true,
  },
  {
    name: 'scale-to-zero of a DaemonSet',
    objects: [
      toWorkload('apps/v1', 'DaemonSet', 'x', {
        selector: { matchLabels: { app: 'x' } },
        template: { spec: { nodeSelector: { a: 'b' } } },
      }),
    ],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, kind: 'DaemonSet', name: 'x' } }),
    writes: ['patch daemonsets.apps x'],
    after: [['DaemonSet', 'x', ['spec', 'template', 'spec', 'nodeSelector'], { a: 'b', 'breakwater.dev/scaled-to-zero': 'r1' }]],
    undoable: true,
  },
  {
    name: 'scale-to-zero of a Job',
    objects: [toWorkload('batch/v1', 'Job', 'x', { selector: { matchLabels: { job: 'x' } } })],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, apiVersion: 'batch/v1', kind: 'Job', name: 'x' } }),
    writes: ['patch jobs.batch x'],
    after: [['Job', 'x', ['spec', 'suspend'], true]],
    undoable: true,
  },
  {
    name: 'scale-to-zero of a CronJob and the Job that it has started',
    objects: [
      toWorkload('batch/v1', 'CronJob', 'x', { suspend: false }, { status: { active: [{ name: 'x-1' }, { name: 'gone' }] } }),
      toWorkload('batch/v1', 'Job', 'x-1', {}),
    ],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, apiVersion: 'batch/v1', kind: 'CronJob', name: 'x' } }),
    writes: ['patch cronjobs.batch x', 'patch jobs.batch x-1'],
    after: [
      ['CronJob', 'x', ['spec', 'suspend'], true],
      ['Job', 'x-1', ['spec', 'suspend'], true],
    ],
    undoable: true,
  },
  {
    name: 'scale-to-zero of a custom kind by its scale subresource',
    objects: [{ apiVersion: 'example.com/v1', kind: 'Fleet', metadata: { name: 'x', namespace: 'shop' }, spec: { size: 4 } }],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, apiVersion: 'example.com/v1', kind: 'Fleet', name: 'x' } }),
    writes: ['patch fleets.example.com x', 'patch fleets.example.com x'],
    after: [
      ['Fleet', 'x', ['spec', 'size'], 0],
      ['Fleet', 'x', ['metadata', 'annotations', 'breakwater.dev/previous-replicas'], '4'],
    ],
    undoable: true,
    prepare: cluster =>
      void cluster.scaled.push({ group: 'example.com', version: 'v1', plural: 'fleets', kind: 'Fleet', namespaced: true }),
  },
  {
    name: 'scale-to-zero of a bare pod',
    objects: [BARE],
    request: toRequest({ action: 'scale-to-zero', target: { ...TARGET, apiVersion: 'v1', kind: 'Pod', name: 'bare' } }),
    writes: ['delete pods bare'],
    after: [['Pod', 'bare', [], undefined]],
    undoable: false,
  },
  {
    name: 'kill-pod',
    objects: [REPLICA_SET, toPod('web-5d-a'), toPod('web-5d-b')],
    request: toRequest({
      action: 'kill-pod',
      target: { ...TARGET, apiVersion: 'v1', kind: 'Pod', name: 'web-5d-a' },
      params: { graceSeconds: 5, container: { name: 'web', id: 'containerd://one' } },
    }),
    writes: ['delete pods web-5d-a'],
    after: [['Pod', 'web-5d-a', [], undefined]],
    undoable: false,
  },
  {
    name: 'restart',
    objects: [ROLLED],
    request: toRequest({ action: 'restart', target: { ...TARGET, kind: 'Deployment', name: 'web' } }),
    writes: ['patch deployments.apps web'],
    after: [
      ['Deployment', 'web', ['spec', 'template', 'metadata', 'annotations', 'breakwater.dev/restarted-at'], '2026-12-01T10:00:00.000Z'],
    ],
    undoable: false,
  },
  {
    name: 'restart-clean',
    objects: [ROLLED, toPod('web-5d-a')],
    request: toRequest({ action: 'restart-clean', target: { ...TARGET, kind: 'Deployment', name: 'web' } }),
    writes: ['rebuild r1', 'patch deployments.apps web'],
    after: [
      ['Deployment', 'web', ['spec', 'template', 'metadata', 'annotations', 'breakwater.dev/restarted-at'], '2026-12-01T10:00:00.000Z'],
    ],
    undoable: false,
  },
  {
    name: 'quarantine',
    objects: [REPLICA_SET, toPod('web-5d-a'), toPod('web-5d-b'), SERVICE, POLICY],
    request: toRequest({ action: 'quarantine', target: { ...TARGET, apiVersion: 'v1', kind: 'Pod', name: 'web-5d-a' } }),
    writes: ['create networkpolicies.networking.k8s.io breakwater-quarantine-r1', 'patch pods web-5d-a'],
    after: [
      ['Pod', 'web-5d-a', ['metadata', 'labels'], { 'breakwater.dev/quarantine': 'r1' }],
      [
        'NetworkPolicy',
        'breakwater-quarantine-r1',
        ['spec'],
        {
          podSelector: { matchLabels: { 'breakwater.dev/quarantine': 'r1' } },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [],
          egress: [],
        },
      ],
      ['Pod', 'web-5d-new', ['metadata', 'labels'], POD_LABELS],
    ],
    undoable: true,
    prepare: cluster => {
      cluster.onWrite = replacePods;
    },
  },
  {
    name: 'label',
    objects: [DEPLOYMENT],
    request: toRequest({
      action: 'label',
      target: { ...TARGET, kind: 'Deployment', name: 'web' },
      params: { set: { incident: '42' }, remove: ['absent'] },
    }),
    writes: ['patch deployments.apps web'],
    after: [['Deployment', 'web', ['metadata', 'labels'], { incident: '42' }]],
    undoable: true,
  },
  {
    name: 'annotate',
    objects: [DEPLOYMENT],
    request: toRequest({
      action: 'annotate',
      target: { ...TARGET, kind: 'Deployment', name: 'web' },
      params: { set: { 'example.com/note': 'see incident 42' } },
    }),
    writes: ['patch deployments.apps web'],
    after: [['Deployment', 'web', ['metadata', 'annotations', 'example.com/note'], 'see incident 42']],
    undoable: true,
  },
  {
    name: 'cordon',
    objects: [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: {} }],
    request: toRequest({ action: 'cordon', target: { apiVersion: 'v1', kind: 'Node', namespace: '', name: 'n1' } }),
    writes: ['patch nodes n1'],
    after: [['Node', 'n1', ['spec', 'unschedulable'], true]],
    undoable: true,
  },
  {
    name: 'evidence',
    objects: [toPod('web-5d-a')],
    request: toRequest({ action: 'evidence', target: { ...TARGET, apiVersion: 'v1', kind: 'Pod', name: 'web-5d-a' } }),
    writes: [],
    after: [],
    undoable: false,
  },
];
