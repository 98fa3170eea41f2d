import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { Inventory } from './inventory.ts';
import type { Raw } from './raw.ts';
import { buildDeployment, buildInventory, buildObject, buildPod } from './testing/build.ts';

const owner = (apiVersion: string, kind: string, name: string, controller = true) => ({ apiVersion, kind, name, controller });
const owned = (...owners: readonly unknown[]): Raw => ({ ownerReferences: owners });
const WEB = owner('apps/v1', 'Deployment', 'web');
const WEB_1 = owner('apps/v1', 'ReplicaSet', 'web-1');
const replicaSet = (name: string, metadata: Raw) => buildObject('apps/v1', 'ReplicaSet', name, { spec: {} }, metadata);
const listNames = (inventory: Inventory) => inventory.workloads.map(({ object }) => `${object.kind} ${object.name}`);

describe('workloads are judged once, through the one that owns them', () => {
  test.each<[string, readonly Raw[], readonly string[]]>([
    ['a Pod of a Deployment', [buildDeployment('web'), buildPod('web-x', {}, owned(WEB))], ['Deployment web']],
    [
      'a ReplicaSet and its Pod',
      [buildPod('web-1-x', {}, owned(WEB_1)), replicaSet('web-1', owned(WEB)), buildDeployment('web')],
      ['Deployment web'],
    ],
    [
      'a Pod of a ReplicaSet that is not in the set',
      [buildDeployment('web'), buildPod('web-1-x', {}, owned(WEB_1))],
      ['Deployment web', 'Pod web-1-x'],
    ],
    [
      'a ReplicaSet whose Deployment is not in the set',
      [replicaSet('web-1', owned(WEB)), buildPod('web-1-x', {}, owned(WEB_1))],
      ['ReplicaSet web-1'],
    ],
    [
      'a Job of a CronJob',
      [
        buildObject('batch/v1', 'CronJob', 'nightly'),
        buildObject('batch/v1', 'Job', 'nightly-1', {}, owned(owner('batch/v1', 'CronJob', 'nightly'))),
      ],
      ['CronJob nightly'],
    ],
    [
      'an owner of the same name in another namespace',
      [buildDeployment('web', { metadata: { namespace: 'other' } }), buildPod('x', {}, owned(WEB))],
      ['Deployment web', 'Pod x'],
    ],
    [
      'an owner of another kind of the same name',
      [buildDeployment('web'), buildPod('x', {}, owned(owner('apps/v1', 'StatefulSet', 'web')))],
      ['Deployment web', 'Pod x'],
    ],
    [
      'an owner that makes no pods',
      [buildObject('v1', 'ConfigMap', 'web'), buildPod('x', {}, owned(owner('v1', 'ConfigMap', 'web')))],
      ['Pod x'],
    ],
    [
      'a custom resource that holds no template',
      [
        buildObject('kafka.example.com/v1', 'Kafka', 'k'),
        buildObject('apps/v1', 'StatefulSet', 'k', {}, owned(owner('kafka.example.com/v1', 'Kafka', 'k'))),
      ],
      ['StatefulSet k'],
    ],
    [
      'a custom resource that holds one',
      [buildObject('argoproj.io/v1alpha1', 'Rollout', 'web'), replicaSet('web-1', owned(owner('argoproj.io/v1alpha1', 'Rollout', 'web')))],
      ['Rollout web'],
    ],
    [
      'a workload behind owners that make no pods',
      [
        buildObject('serving.knative.dev/v1', 'Service', 'fn'),
        buildObject('serving.knative.dev/v1', 'Revision', 'fn-1', {}, owned(owner('serving.knative.dev/v1', 'Service', 'fn'))),
        buildDeployment('fn-1', { metadata: owned(owner('serving.knative.dev/v1', 'Revision', 'fn-1')) }),
      ],
      ['Service fn'],
    ],
    ['an object that says it owns itself', [buildPod('x', {}, owned(owner('v1', 'Pod', 'x')))], ['Pod x']],
    [
      'two that say they own each other',
      [buildPod('a', {}, owned(owner('v1', 'Pod', 'b'))), buildPod('b', {}, owned(owner('v1', 'Pod', 'a')))],
      ['Pod a', 'Pod b'],
    ],
    [
      'a pod below two that own each other',
      [replicaSet('web-1', owned(WEB)), buildDeployment('web', { metadata: owned(WEB_1) }), buildPod('x', {}, owned(WEB_1))],
      ['ReplicaSet web-1', 'Deployment web'],
    ],
    [
      'owners that are none',
      [buildPod('a', {}, { ownerReferences: 'web' }), buildPod('b', {}, owned(null, 'web', {}, { kind: 1, name: [] }))],
      ['Pod a', 'Pod b'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(listNames(buildInventory(objects))).toStrictEqual(expected);
  });

  test('a chain of owners that was made to cost time costs none, and its end is judged', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => buildPod(`p${index}`, {}, owned(owner('v1', 'Pod', `p${index - 1}`))));
    const start = process.threadCpuUsage();
    expect(listNames(buildInventory(chain))[0]).toBe('Pod p0');
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(2000);
  });
});

describe('names and namespaces', () => {
  test.each<[Raw, string, string, string]>([
    [{ kind: 'Pod', metadata: { name: 'a', namespace: 'b' } }, 'given', 'a', 'b'],
    [{ kind: 'Pod', metadata: { name: 'a' } }, 'given', 'a', 'given'],
    [{ kind: 'Pod', metadata: { name: 'a', namespace: '' } }, 'given', 'a', 'given'],
    [{ kind: 'Pod', metadata: { generateName: 'a-' } }, '', 'a-', ''],
    [{ kind: 'ClusterRole', metadata: { name: 'a' } }, 'given', 'a', ''],
    [{ kind: 'Namespace', metadata: { name: 'a' } }, 'given', 'a', ''],
    [{ kind: 'Pod', metadata: { name: 1, namespace: {} } }, '', '', ''],
    [{ kind: 'Pod', metadata: 'x' }, '', '', ''],
    [{ kind: { toString: 1 } }, '', '', ''],
    [{}, '', '', ''],
  ])('%j in %j', (object, namespace, name, expected) => {
    const [found] = buildInventory([{ apiVersion: 'v1', ...object }], { namespace }).objects;
    expect([found?.name, found?.namespace]).toStrictEqual([name, expected]);
  });
});

test('objects are found by kind, name and namespace; a join is made once', () => {
  const inventory = buildInventory([
    buildPod('a'),
    buildPod('a', {}, { namespace: 'other', labels: { x: 'y' } }),
    buildObject('v1', 'Namespace', 'kube-system', {}, { namespace: undefined }),
    buildObject('v1', 'Secret', 's', {}, { namespace: 'kube-system' }),
  ]);
  expect(inventory.find('Pod', 'other', 'a')?.labels).toStrictEqual({ x: 'y' });
  expect(inventory.find('Pod', 'gone', 'a')).toBe(undefined);
  expect(inventory.find('constructor', '', '')).toBe(undefined);
  expect(inventory.listKind('Pod', 'Secret', 'Gone').map(object => object.name)).toStrictEqual(['a', 'a', 's']);
  expect(inventory.listInNamespace('shop', 'Pod').map(object => object.namespace)).toStrictEqual(['shop']);
  expect(inventory.listWorkloads('other').map(workload => workload.object.name)).toStrictEqual(['a']);
  expect(inventory.objects.map(object => inventory.isSystem(object))).toStrictEqual([false, false, true, true]);
  let made = 0;
  const join = () => inventory.join('test', () => ++made);
  expect([join(), join(), made]).toStrictEqual([1, 1, 1]);
});
