import { Inventory, type Raw } from '@breakwater/inventory';
import { expect, test } from 'vitest';
import { type Defaults, sumPod } from './pod-demand.ts';

const DEFAULTS: Defaults = { requests: { cpu: 70n }, limits: {} };
const container = (cpu: string | undefined, more: Raw = {}): Raw => ({
  name: 'c',
  ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }),
  ...more,
});

test.each<[string, Raw, bigint | undefined, bigint | undefined]>([
  ['one container', { containers: [container('100m')] }, 100n, undefined],
  ['containers together', { containers: [container('100m'), container('200m')] }, 300n, undefined],
  ['a container without, by default', { containers: [container('100m'), container(undefined)] }, 170n, undefined],
  ['zero is none', { containers: [container('0')] }, 70n, undefined],
  ['no quantity is none', { containers: [container('lots')] }, 70n, undefined],
  ['a limit that is the request', { containers: [{ name: 'c', resources: { limits: { cpu: '3' } } }] }, 3000n, 3000n],
  ['a start that is small', { containers: [container('100m')], initContainers: [container('50m')] }, 100n, undefined],
  ['a start that is large', { containers: [container('100m')], initContainers: [container('1'), container('2')] }, 2000n, undefined],
  [
    'sidecars run beside what starts after them',
    {
      containers: [container('100m')],
      initContainers: [container('1'), container('300m', { restartPolicy: 'Always' }), container('800m')],
    },
    1100n,
    undefined,
  ],
  [
    'sidecars run beside all',
    { containers: [container('1')], initContainers: [container('300m', { restartPolicy: 'Always' })] },
    1300n,
    undefined,
  ],
  ['ephemeral ones cost nothing', { containers: [container('100m')], ephemeralContainers: [container('9')] }, 100n, undefined],
  ['the pod as a whole', { containers: [container('100m')], resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } }, 1000n, 2000n],
  ['overhead', { containers: [container('100m')], overhead: { cpu: '250m' } }, 350n, undefined],
])('%s', (_, spec, requests, limits) => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec };
  const inventory = new Inventory([{ value: object }], { cluster: 'test', kubeMinor: 36, complete: false, namespace: 'default' });
  const [workload] = inventory.workloads;
  const sum = (side: 'requests' | 'limits') => workload && sumPod(inventory, workload, side, 'cpu', DEFAULTS);
  expect([sum('requests'), sum('limits')]).toStrictEqual([requests, limits]);
});
