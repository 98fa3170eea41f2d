import { Inventory, type Raw } from '@breakwater/inventory';
import { expect, test } from 'vitest';
import { countPods, type PodCount } from './count-pods.ts';

const TEMPLATE = { spec: { containers: [{ name: 'app' }] } };

const workload = (kind: string, spec: Raw, status: Raw = {}): Raw => ({
  apiVersion: kind === 'Pod' ? 'v1' : kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  spec: kind === 'CronJob' ? { jobTemplate: { spec: { template: TEMPLATE, ...spec } } } : { template: TEMPLATE, ...TEMPLATE.spec, ...spec },
  status,
});

const scaler = (maxReplicas: number): Raw => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'a', namespace: 'shop' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas },
});

const surge = (maxSurge: unknown, type = 'RollingUpdate'): Raw => ({ type, rollingUpdate: { maxSurge } });

test.each<[string, readonly Raw[], number | undefined, PodCount | undefined]>([
  ['a Deployment without a number', [workload('Deployment', {})], undefined, { steady: 1, peak: 2 }],
  ['a Deployment with a quarter more', [workload('Deployment', { replicas: 10 })], undefined, { steady: 10, peak: 13 }],
  [
    'a Deployment that ends before it starts',
    [workload('Deployment', { replicas: 4, strategy: surge(2, 'Recreate') })],
    undefined,
    { steady: 4, peak: 4 },
  ],
  ['maxSurge as a number', [workload('Deployment', { replicas: 4, strategy: surge(3) })], undefined, { steady: 4, peak: 7 }],
  ['maxSurge as a share', [workload('Deployment', { replicas: 3, strategy: surge('50%') })], undefined, { steady: 3, peak: 5 }],
  ['maxSurge that is none', [workload('Deployment', { replicas: 3, strategy: surge({}) })], undefined, { steady: 3, peak: 3 }],
  ['an autoscaler', [workload('Deployment', { replicas: 2 }), scaler(8)], undefined, { steady: 8, peak: 10 }],
  ['a Deployment at rest', [workload('Deployment', { replicas: 0 })], undefined, { steady: 0, peak: 0 }],
  ['a StatefulSet', [workload('StatefulSet', { replicas: 3 })], undefined, { steady: 3, peak: 3 }],
  ['a DaemonSet on nodes not known', [workload('DaemonSet', {})], undefined, undefined],
  ['a DaemonSet on nodes', [workload('DaemonSet', {})], 5, { steady: 5, peak: 5 }],
  ['a DaemonSet that runs', [workload('DaemonSet', {}, { desiredNumberScheduled: 3 })], 5, { steady: 3, peak: 3 }],
  ['a DaemonSet with a surge', [workload('DaemonSet', { updateStrategy: surge(1) })], 5, { steady: 5, peak: 6 }],
  ['a Job', [workload('Job', { parallelism: 4 })], undefined, { steady: 4, peak: 4 }],
  ['a Job that is done', [workload('Job', {}, { conditions: [{ type: 'Complete', status: 'True' }] })], undefined, { steady: 0, peak: 0 }],
  ['a CronJob', [workload('CronJob', { parallelism: 2 })], undefined, { steady: 2, peak: 2 }],
  ['a pod', [workload('Pod', {})], undefined, { steady: 1, peak: 1 }],
  ['a pod that has ended', [workload('Pod', {}, { phase: 'Succeeded' })], undefined, { steady: 0, peak: 0 }],
  ['replicas that are no number', [workload('StatefulSet', { replicas: 'many' })], undefined, { steady: 1, peak: 1 }],
])('%s', (_, objects, nodes, count) => {
  const inventory = new Inventory(
    objects.map(value => ({ value })),
    { cluster: 'test', kubeMinor: 36, complete: false, namespace: 'default' },
  );
  const [first] = inventory.workloads;
  expect(first && countPods(inventory, first, nodes)).toStrictEqual(count);
});
