import { describe, expect, test } from 'vitest';
import { findPodKind, isBuiltInGroup, isClusterScoped, isSystemNamespace, POD_KINDS, toKindName } from './kinds.ts';
import { toWorkload } from './model/pod.ts';
import { buildInventory } from './testing/build.ts';

describe('findPodKind', () => {
  test.each<[string, string, string | undefined]>([
    ['', 'Pod', ''],
    ['', 'PodTemplate', 'template'],
    ['', 'ReplicationController', 'spec.template'],
    ['apps', 'Deployment', 'spec.template'],
    ['extensions', 'Deployment', 'spec.template'],
    ['batch', 'Job', 'spec.template'],
    ['batch', 'CronJob', 'spec.jobTemplate.spec.template'],
    ['', 'Deployment', 'spec.template'],
    ['', 'CronJob', 'spec.jobTemplate.spec.template'],
    ['argoproj.io', 'Rollout', 'spec.template'],
    ['keda.sh', 'ScaledJob', 'spec.jobTargetRef.template'],
    ['serving.knative.dev', 'Service', 'spec.template'],
    ['', 'Service', undefined],
    ['', 'Rollout', undefined],
    ['apps', 'Pod', undefined],
    ['example.com', 'Deployment', undefined],
    ['', 'constructor', undefined],
  ])('%s/%s', (group, kind, template) => {
    expect(findPodKind(group, kind)?.template.join('.')).toBe(template);
  });
});

test('every kind that holds pods is a workload whose containers are found', () => {
  const missed = POD_KINDS.filter(({ group, kind, template }) => {
    const holder = template.reduceRight<unknown>((inner, step) => ({ [step]: inner }), { spec: { containers: [{ name: 'app' }] } });
    const object = { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, metadata: { name: 'x' }, ...(holder as object) };
    const [found] = buildInventory([object]).objects;
    const path = found && toWorkload(found)?.pod.containers[0]?.path;
    return path?.join('.') !== [...template, 'spec', 'containers', 0].join('.');
  });
  expect(missed).toStrictEqual([]);
});

test.each<[string, boolean]>([
  ['', true],
  ['apps', true],
  ['batch', true],
  ['networking.k8s.io', true],
  ['policy.networking.k8s.io', true],
  ['cilium.io', false],
  ['evilk8s.io', false],
])('isBuiltInGroup(%j) is %s', (group, expected) => {
  expect(isBuiltInGroup(group)).toBe(expected);
});

test.each([
  ['apps', 'Deployment', 'Deployment'],
  ['', 'Service', 'Service'],
  ['serving.knative.dev', 'Service', 'Service.serving.knative.dev'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'HTTPRoute'],
])('toKindName(%j, %j) is %j', (group, kind, expected) => {
  expect(toKindName(group, kind)).toBe(expected);
});

test.each<[string, boolean]>([
  ['Namespace', true],
  ['ClusterRole', true],
  ['PersistentVolume', true],
  ['Role', false],
  ['PersistentVolumeClaim', false],
  ['toString', false],
])('isClusterScoped(%j) is %s', (kind, expected) => {
  expect(isClusterScoped(kind)).toBe(expected);
});

test.each<[string, boolean]>([
  ['kube-system', true],
  ['kube-public', true],
  ['kube-node-lease', true],
  ['kube-systems', false],
  ['default', false],
  ['', false],
])('isSystemNamespace(%j) is %s', (name, expected) => {
  expect(isSystemNamespace(name)).toBe(expected);
});
