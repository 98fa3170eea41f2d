import { expect, test } from 'vitest';
import { suite } from './attack.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'n' },
  spec: { containers: [{ name: 'c', securityContext: { privileged: true } }] },
};
const NODE = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w' } };

test('paths with their hops and the change that stops them', () => {
  expect(suite.run({ objects: [POD, NODE], kubeVersion: '1.34' })).toStrictEqual([
    {
      from: 'n/a[Pod]',
      to: 'node-root',
      cost: 1,
      hops: [
        { edge: 'contains', number: 'E4', from: 'n/a[Pod]', to: 'n/a[Pod]/c', because: 'c is a container of n/a[Pod]' },
        {
          edge: 'privileged-mount',
          number: 'E46',
          from: 'n/a[Pod]/c',
          to: 'worker nodes',
          because: 'container c of n/a[Pod] is privileged',
          cuts: ['n/a[Pod], container c: set securityContext.privileged to false'],
        },
      ],
      cut: { change: 'n/a[Pod], container c: set securityContext.privileged to false', closes: true },
    },
  ]);
});

test.each([
  [{}, "a case of suite attack has a list 'objects'"],
  [{ objects: [5] }, 'every object of a case is a JSON object'],
  [{ objects: [], kubeVersion: 'new' }, '"new" is no Kubernetes version'],
])('%j', (input, message) => {
  expect(() => suite.run(input)).toThrow(new TypeError(message));
});
