import { expect, test } from 'vitest';
import { listWithoutTemplate } from './custom-workloads.ts';
import { buildInventory, buildObject } from './testing/build.ts';

const pod = { spec: { containers: [{ name: 'app', image: 'app:1' }] } };
const customWorkloads = [
  { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Fleet', template: ['spec', 'pods', 0] },
  { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Cron', template: ['spec', 'template'] },
];
const fleet = (spec: object) => buildObject('example.com/v2', 'Fleet', 'f', { spec });

test('objects of configured kinds are workloads, whatever their version', () => {
  const objects = [
    fleet({ replicas: 3, pods: [pod] }),
    fleet({ pods: [pod] }),
    buildObject('other.com/v1', 'Fleet', 'x', { spec: { pods: [pod] } }),
  ];
  const { workloads } = buildInventory(objects, { customWorkloads });
  expect(workloads.map(({ pod: { containers }, replicas }) => [containers.map(({ path }) => path.join('.')), replicas])).toStrictEqual([
    [['spec.pods.0.spec.containers.0'], 3],
    [['spec.pods.0.spec.containers.0'], undefined],
  ]);
  expect(buildInventory(objects).workloads).toStrictEqual([]);
});

test('a pod whose owner is of a configured kind is judged through it', () => {
  const owned = buildObject('v1', 'Pod', 'p', pod, { ownerReferences: [{ apiVersion: 'example.com/v2', kind: 'Fleet', name: 'f' }] });
  const { workloads } = buildInventory([fleet({ pods: [pod] }), owned], { customWorkloads });
  expect(workloads.map(({ object }) => object.kind)).toStrictEqual(['Fleet']);
});

test.each([
  ['no such path', { pod }, 1],
  ['no containers', { pods: [{ spec: {} }] }, 1],
  ['something else', { pods: ['x'] }, 1],
  ['right', { pods: [pod] }, 0],
])('a path that leads to no pod is told: %s', (_name, spec, count) => {
  expect(listWithoutTemplate(buildInventory([fleet(spec)], { customWorkloads })).map(({ template }) => template)).toStrictEqual(
    Array.from({ length: count }, () => ['spec', 'pods', 0]),
  );
});

test('kinds that are known are left alone', () => {
  expect(listWithoutTemplate(buildInventory([buildObject('apps/v1', 'Deployment', 'd')], { customWorkloads }))).toStrictEqual([]);
});
