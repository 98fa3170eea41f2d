import type { Fix } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../evaluate.ts';
import { buildInventory, buildPod, buildPolicy } from '../testing/build.ts';
import { type FixPlace, resolveFix } from './resolve-fix.ts';

const PLACE: FixPlace = {
  roots: { object: [], pod: ['spec'], container: ['spec', 'containers', 0] },
  raw: { spec: { containers: [{ ports: [{ hostPort: 1 }, {}], add: ['NET_RAW', 'cap_net_raw', 7, 'KILL'], env: { a: [1] } }] } },
};

describe('paths of the object at hand', () => {
  test.each<[string, readonly Fix[], readonly Fix[] | undefined]>([
    ['a container', [{ remove: 'container.securityContext.privileged' }], [{ remove: 'spec.containers[0].securityContext.privileged' }]],
    ['a pod', [{ set: 'pod.hostUsers', value: false }], [{ set: 'spec.hostUsers', value: false }]],
    ['an object', [{ append: 'object.metadata.finalizers', value: { a: 1 } }], [{ append: 'metadata.finalizers', value: { a: 1 } }]],
    ['the whole target', [{ remove: 'container' }], [{ remove: 'spec.containers[0]' }]],
    ['a key that is no name', [{ set: 'object.metadata.labels["a.b/c"]', value: 'd' }], [{ set: 'metadata.labels["a.b/c"]', value: 'd' }]],
    ['several', [{ remove: 'pod.a' }, { remove: 'container.b' }], [{ remove: 'spec.a' }, { remove: 'spec.containers[0].b' }]],
    [
      'every item',
      [{ remove: 'container.ports.*.hostPort' }],
      [{ remove: 'spec.containers[0].ports[0].hostPort' }, { remove: 'spec.containers[0].ports[1].hostPort' }],
    ],
    [
      'items of a name',
      [{ remove: 'container.add.NET_RAW' }],
      [{ remove: 'spec.containers[0].add[0]' }, { remove: 'spec.containers[0].add[1]' }],
    ],
    ['an item by number', [{ remove: 'container.ports[1]' }], [{ remove: 'spec.containers[0].ports[1]' }]],
    ['items of a list that is not there', [{ remove: 'container.mounts.*.a' }], [{ remove: 'spec.containers[0].mounts["*"].a' }]],
    ['items that are not there', [{ remove: 'container.add.SYS_ADMIN' }], []],
    ['a variable without a place', [{ remove: 'pod.a' }, { remove: 'ns.metadata.labels' }], undefined],
    ['an inherited name', [{ remove: 'constructor.name' }], undefined],
    ['what is no path', [{ remove: 'pod..a' }], undefined],
    ['an index for a variable', [{ remove: '[0].a' }], undefined],
  ])('%s', (_, fix, resolved) => {
    expect(resolveFix(fix, PLACE)).toStrictEqual(resolved);
  });
});

test('a result carries them, and nothing where there is nothing to do', () => {
  const fixOf = (fix: Fix[]) =>
    evaluate(buildInventory([buildPod('web')]), [buildPolicy({ expression: 'false', fix })]).results.map(result => result.fix);
  expect(fixOf([{ remove: 'container.tty' }])).toStrictEqual([[{ remove: 'spec.containers[0].tty' }]]);
  expect([fixOf([{ remove: 'ns.tty' }]), fixOf([])]).toStrictEqual([[undefined], [undefined]]);
});
