import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject, buildPod } from '../testing/build.ts';
import { listMounts } from './pod.ts';

function readPod(spec: Raw) {
  const [workload] = buildInventory([buildPod('web', spec)]).workloads;
  if (workload === undefined) throw new TypeError('a Pod is a workload');
  return workload.pod;
}

/** The container's value as a whole wins over the pod's as a whole; what is written as null is not written. */
describe('readEffective', () => {
  const LOCALHOST = { type: 'Localhost', localhostProfile: 'x' };
  test.each<[string, Raw, Raw, unknown]>([
    ['runAsUser', {}, {}, undefined],
    ['runAsUser', { runAsUser: 1 }, {}, 1],
    ['runAsUser', {}, { runAsUser: 2 }, 2],
    ['runAsUser', { runAsUser: 1 }, { runAsUser: 2 }, 2],
    ['runAsUser', { runAsUser: 1 }, { runAsUser: 0 }, 0],
    ['runAsUser', { runAsUser: 0 }, { runAsUser: null }, 0],
    ['runAsNonRoot', { runAsNonRoot: true }, { runAsNonRoot: false }, false],
    ['runAsNonRoot', { runAsNonRoot: false }, {}, false],
    ['runAsNonRoot', { runAsNonRoot: true }, {}, true],
    ['runAsGroup', { runAsGroup: 5 }, { runAsGroup: 6 }, 6],
    ['seccompProfile', { seccompProfile: LOCALHOST }, {}, LOCALHOST],
    ['seccompProfile', { seccompProfile: LOCALHOST }, { seccompProfile: { type: 'Unconfined' } }, { type: 'Unconfined' }],
    ['seLinuxOptions', { seLinuxOptions: { type: 'a', level: 'b' } }, { seLinuxOptions: { user: 'c' } }, { user: 'c' }],
  ])('%s of pod %j and container %j', (field, ofPod, ofContainer, expected) => {
    const pod = readPod({ securityContext: ofPod, containers: [{ name: 'app', securityContext: ofContainer }] });
    expect(pod.containers.map(container => container.readEffective(field))).toStrictEqual([expected]);
  });
});

describe('containers', () => {
  test('of every kind, with their places', () => {
    const pod = readPod({
      containers: [{ name: 'app' }],
      initContainers: [{ name: 'init' }, { name: 'side', restartPolicy: 'Always' }, { name: 'once', restartPolicy: 'Never' }],
      ephemeralContainers: [{ name: 'debug', restartPolicy: 'Always' }],
    });
    expect(pod.containers.map(({ name, kind, path }) => [name, kind, path.join('.')])).toStrictEqual([
      ['app', 'regular', 'spec.containers.0'],
      ['init', 'init', 'spec.initContainers.0'],
      ['side', 'sidecar', 'spec.initContainers.1'],
      ['once', 'init', 'spec.initContainers.2'],
      ['debug', 'ephemeral', 'spec.ephemeralContainers.0'],
    ]);
  });

  test.each<[unknown]>([[undefined], [null], ['app'], [{ name: 'app' }], [[null, 'app', 1, ['app']]]])('%j holds none', containers => {
    expect(readPod({ containers }).containers).toStrictEqual([]);
  });

  test('an entry that is none leaves the places of the others', () => {
    expect(readPod({ containers: [null, { name: 'app' }] }).containers.map(({ path }) => path.at(-1))).toStrictEqual([1]);
  });
});

describe('volumes and mounts', () => {
  const pod = readPod({
    volumes: [{ name: 'data', emptyDir: {} }, { name: 'data2' }, 'junk'],
    containers: [{ name: 'app', volumeMounts: [{ name: 'data', mountPath: '/a' }, { name: 'gone', mountPath: '/b' }, null] }],
    initContainers: [{ name: 'init', volumeMounts: [{ name: 'data', mountPath: '/c' }] }],
  });

  test('find each other', () => {
    expect(pod.volumes.map(volume => [volume.name, volume.mounts.map(mount => mount.raw['mountPath'])])).toStrictEqual([
      ['data', ['/a', '/c']],
      ['data2', []],
    ]);
    const mounts = pod.containers.flatMap(listMounts);
    expect(mounts.map(mount => [mount.path.join('.'), mount.volumeName])).toStrictEqual([
      ['spec.containers.0.volumeMounts.0', 'data'],
      ['spec.containers.0.volumeMounts.1', 'gone'],
      ['spec.initContainers.0.volumeMounts.0', 'data'],
    ]);
  });
});

test.each<[string, string, unknown, number | undefined]>([
  ['apps/v1', 'Deployment', undefined, 1],
  ['apps/v1', 'Deployment', 0, 0],
  ['apps/v1', 'Deployment', 3, 3],
  ['apps/v1', 'Deployment', '3', 1],
  ['apps/v1', 'Deployment', 1.5, 1],
  ['apps/v1', 'Deployment', 1e308, 1],
  ['apps/v1', 'StatefulSet', 2, 2],
  ['v1', 'ReplicationController', undefined, 1],
  ['apps/v1', 'DaemonSet', 3, undefined],
  ['batch/v1', 'Job', 3, undefined],
  ['v1', 'Pod', 3, undefined],
])('%s %s with replicas %s has %s', (apiVersion, kind, replicas, expected) => {
  const [workload] = buildInventory([buildObject(apiVersion, kind, 'web', { spec: { replicas } })]).workloads;
  expect(workload?.replicas).toBe(expected);
});

test.each<[Raw, boolean]>([
  [{}, false],
  [{ os: { name: 'windows' } }, true],
  [{ os: { name: 'linux' } }, false],
  [{ nodeSelector: { 'kubernetes.io/os': 'windows' } }, true],
  [{ nodeSelector: { 'kubernetes.io/os': 'linux' } }, false],
  [{ os: 'windows', nodeSelector: [] }, false],
])('%j runs on Windows only: %s', (spec, expected) => {
  expect(readPod(spec).windows).toBe(expected);
});
