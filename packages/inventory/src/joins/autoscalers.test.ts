import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import {
  findAutoscaler,
  findTargetWorkload,
  findVerticalTarget,
  listAutoscalers,
  listRivals,
  listVerticalAutoscalers,
  listWorkloadAutoscalers,
} from './autoscalers.ts';

const hpa = (name: string, spec: Raw, metadata: Raw = {}) =>
  buildObject('autoscaling/v2', 'HorizontalPodAutoscaler', name, { spec }, metadata);
const keda = (name: string, spec: Raw) => buildObject('keda.sh/v1alpha1', 'ScaledObject', name, { spec });
const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

describe('what an autoscaler says', () => {
  test.each<[string, Raw, Raw]>([
    [
      'HorizontalPodAutoscaler',
      hpa('a', { scaleTargetRef: WEB, minReplicas: 2, maxReplicas: 5 }),
      { minReplicas: 2, maxReplicas: 5, targetKindName: 'Deployment', targetName: 'web' },
    ],
    ['its defaults', hpa('a', { scaleTargetRef: WEB }), { minReplicas: 1, maxReplicas: undefined, targetKindName: 'Deployment' }],
    ['a minimum of zero', hpa('a', { scaleTargetRef: WEB, minReplicas: 0 }), { minReplicas: 0 }],
    ['numbers as text', hpa('a', { scaleTargetRef: WEB, minReplicas: '2', maxReplicas: '5' }), { minReplicas: 1, maxReplicas: undefined }],
    [
      'a custom target',
      hpa('a', { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } }),
      { targetKind: 'Rollout', targetKindName: 'Rollout.argoproj.io' },
    ],
    ['no target', hpa('a', {}), { targetKind: '', targetName: '', targetKindName: '' }],
    [
      'ScaledObject',
      keda('a', { scaleTargetRef: { name: 'web' }, minReplicaCount: 1, maxReplicaCount: 9 }),
      { minReplicas: 1, maxReplicas: 9, targetKind: 'Deployment', targetKindName: 'Deployment', targetName: 'web' },
    ],
    ['its defaults', keda('a', { scaleTargetRef: { name: 'web' } }), { minReplicas: 0, maxReplicas: undefined }],
    [
      'its target of another kind',
      keda('a', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' } }),
      { targetKind: 'StatefulSet', targetName: 'db' },
    ],
  ])('%s', (_, object, expected) => {
    expect(listAutoscalers(buildInventory([object]))).toMatchObject([expected]);
  });

  test('a ScaledObject of another group is none', () => {
    expect(listAutoscalers(buildInventory([buildObject('example.com/v1', 'ScaledObject', 'a')]))).toStrictEqual([]);
  });
});

test('autoscalers, their targets and their rivals find each other', () => {
  const inventory = buildInventory([
    buildDeployment('web'),
    buildDeployment('api'),
    buildObject('argoproj.io/v1alpha1', 'Rollout', 'web', { spec: { template: {} } }),
    hpa('cpu', { scaleTargetRef: WEB }),
    keda('queue', { scaleTargetRef: { name: 'web' } }),
    hpa('canary', { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } }),
    hpa('lost', { scaleTargetRef: { ...WEB, name: 'gone' } }),
    hpa('away', { scaleTargetRef: WEB }, { namespace: 'other' }),
  ]);
  const of = inventory.workloads.map(w => [
    `${w.object.kind} ${w.object.name}`,
    listWorkloadAutoscalers(inventory, w).map(a => a.object.name),
  ]);
  expect(of).toStrictEqual([
    ['Deployment web', ['cpu', 'queue']],
    ['Deployment api', []],
    ['Rollout web', ['canary']],
  ]);
  const rows = listAutoscalers(inventory).map(scaler => {
    expect(findAutoscaler(inventory, scaler.object)).toBe(scaler);
    const target = findTargetWorkload(inventory, scaler)?.object;
    return [scaler.object.name, target && `${target.kind} ${target.name}`, listRivals(inventory, scaler).map(rival => rival.object.name)];
  });
  expect(rows).toStrictEqual([
    ['cpu', 'Deployment web', ['queue']],
    ['canary', 'Rollout web', []],
    ['lost', undefined, []],
    ['away', undefined, []],
    ['queue', 'Deployment web', ['cpu']],
  ]);
});

test('vertical autoscalers of one target', () => {
  const vpa = (name: string, target: Raw) =>
    buildObject('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', name, { spec: { targetRef: target } });
  const inventory = buildInventory([vpa('a', WEB), vpa('b', WEB), vpa('c', { ...WEB, kind: 'StatefulSet' })]);
  const find = (kind: string, name: string) => listVerticalAutoscalers(inventory, 'shop', kind, name).map(object => object.name);
  expect([find('Deployment', 'web'), find('StatefulSet', 'web'), find('Deployment', 'api')]).toStrictEqual([['a', 'b'], ['c'], []]);
  const withTargets = buildInventory([
    vpa('a', WEB),
    vpa('b', { ...WEB, name: 'gone' }),
    vpa('c', {}),
    buildDeployment('web'),
    buildDeployment('api'),
  ]);
  const targets = withTargets.listKind('VerticalPodAutoscaler').map(object => findVerticalTarget(withTargets, object)?.object.name);
  expect(targets).toStrictEqual(['web', undefined, undefined]);
});
