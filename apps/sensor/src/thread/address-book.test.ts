import type { Raw } from '@breakwater/inventory';
import { expect, test } from 'vitest';
import { ObjectStore } from './object-store.ts';

const object = (apiVersion: string, kind: string, name: string, more: Raw, namespace = 'shop'): Raw => ({
  apiVersion,
  kind,
  metadata: { name, namespace, uid: name },
  ...more,
});
const pod = (name: string, podIP: string, more: Raw = {}, phase = 'Running') =>
  object('v1', 'Pod', name, { spec: more, status: { podIP, phase } });

const CASES: readonly (readonly [name: string, object: Raw, addresses: readonly string[]])[] = [
  [
    'a pod',
    object('v1', 'Pod', 'a', { status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] } }),
    ['10.0.0.1', 'fd00::1'],
  ],
  ['a pod on the network of its node', pod('a', '10.0.0.1', { hostNetwork: true }), []],
  ['a pod that has ended', pod('a', '10.0.0.1', {}, 'Succeeded'), []],
  [
    'a service',
    object('v1', 'Service', 's', {
      spec: { clusterIP: '10.96.0.9', externalIPs: ['192.0.2.1'] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.2' }] } },
    }),
    ['10.96.0.9', '192.0.2.1', '192.0.2.2'],
  ],
  ['a service without an address', object('v1', 'Service', 's', { spec: { clusterIP: 'None' } }), []],
  [
    'a node',
    object('v1', 'Node', 'n', {
      status: {
        addresses: [
          { type: 'InternalIP', address: '10.0.0.4' },
          { type: 'Hostname', address: 'n' },
        ],
      },
    }),
    ['10.0.0.4'],
  ],
  [
    'the API servers',
    object('discovery.k8s.io/v1', 'EndpointSlice', 'kubernetes', { endpoints: [{ addresses: ['10.0.0.5'] }] }, 'default'),
    ['10.0.0.5'],
  ],
  ['other slices', object('discovery.k8s.io/v1', 'EndpointSlice', 'web', { endpoints: [{ addresses: ['10.0.0.1'] }] }), []],
  ['what is broken', object('v1', 'Node', 'n', { status: { addresses: 'x' } }), []],
];

test.each(CASES)('%s', (_, value, addresses) => {
  const store = new ObjectStore();
  const entry = store.put(value);
  const all = ['10.0.0.1', 'fd00::1', '10.96.0.9', '192.0.2.1', '192.0.2.2', '10.0.0.4', '10.0.0.5', 'None', 'n', ''];
  expect(all.filter(address => store.findAddress(address) !== undefined)).toStrictEqual(addresses);
  if (entry !== undefined) store.delete(entry.key);
  expect(all.filter(address => store.findAddress(address) !== undefined)).toStrictEqual([]);
});

test('an address that another pod has by now stays with it', () => {
  const store = new ObjectStore();
  const old = store.put(pod('old', '10.0.0.1'));
  store.put(pod('young', '10.0.0.1'));
  if (old !== undefined) store.delete(old.key);
  expect(store.findAddress('10.0.0.1')?.name).toBe('young');
});
