import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { buildCluster, buildDeployment, buildPolicy } from '../testing/build-cluster.ts';
import { createNetworkReach } from './network-reach.ts';

const METADATA = '169.254.169.254';
const egress = (...rules: readonly Raw[]) => buildPolicy('shop/out', { podSelector: {}, policyTypes: ['Egress'], egress: rules });
const CALICO = {
  apiVersion: 'crd.projectcalico.org/v1',
  kind: 'GlobalNetworkPolicy',
  metadata: { name: 'p' },
  spec: { egress: [{ action: 'Deny' }] },
};

describe('an address outside', () => {
  test.each<[string, readonly Raw[], boolean | undefined]>([
    ['nobody limits it', [], true],
    ['a policy of another namespace', [buildPolicy('bank/out', { podSelector: {}, policyTypes: ['Egress'] })], true],
    ['egress is denied', [egress()], false],
    ['it lies in a block', [egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })], true],
    ['it is taken out of a block', [egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: [`${METADATA}/32`] } }] })], false],
    ['another port', [egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] })], false],
    ['a policy whose rules are not read', [CALICO], undefined],
  ])('%s', (_, policies, expected) => {
    const { inventory } = buildCluster(buildDeployment('shop/web'), ...policies);
    const [workload] = inventory.workloads;
    expect(workload === undefined ? 'none' : createNetworkReach(inventory).reachesAddress(workload, METADATA, 80)).toBe(expected);
  });

  test('from the network of the node', () => {
    const { inventory } = buildCluster(buildDeployment('shop/web', { pod: { hostNetwork: true } }), egress());
    const [workload] = inventory.workloads;
    expect(workload === undefined ? 'none' : createNetworkReach(inventory).reachesAddress(workload, METADATA, 80)).toBe(true);
  });
});

/** Everything is apart in the namespaces, but for the ways given. */
const apart = (...ways: readonly (readonly [string, string])[]): Raw[] => {
  const names = [...new Set(ways.flat())];
  return names.flatMap(namespace => [
    buildDeployment(`${namespace}/x`),
    buildPolicy(`${namespace}/p`, {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: {} }] }],
      egress: ways
        .filter(([from, to]) => from === namespace && to !== from)
        .map(([, to]) => ({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': to } } }] })),
    }),
  ]);
};

describe('bridges', () => {
  test.each<[string, readonly Raw[], Readonly<Record<string, readonly string[] | undefined>>]>([
    ['nobody limits anything', [buildDeployment('a/x'), buildDeployment('b/x'), buildDeployment('c/x')], { a: [], b: [], c: [] }],
    ['over the middle', apart(['a', 'b'], ['b', 'c']), { a: [], b: ['a → c'], c: [] }],
    ['there is a direct way', apart(['a', 'b'], ['b', 'c'], ['a', 'c']), { a: [], b: [], c: [] }],
    ['both ways over the middle', apart(['a', 'b'], ['b', 'a'], ['c', 'b'], ['b', 'c']), { a: [], b: ['a → c', 'c → a'], c: [] }],
    ['everybody asks the DNS', apart(['a', 'kube-system'], ['kube-system', 'b']), { a: [], 'kube-system': [], b: [] }],
    ['a policy whose rules are not read', [...apart(['a', 'b'], ['b', 'c']), CALICO], { a: undefined, b: undefined, c: undefined }],
  ])('%s', (_, objects, expected) => {
    const { inventory } = buildCluster(...objects);
    const reach = createNetworkReach(inventory);
    const found = inventory.workloads.map(workload => [workload.object.namespace, reach.listBridges(workload)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test('of very many ways the first are named', () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${String(index).padStart(2, '0')}`);
    const { inventory } = buildCluster(
      ...apart(
        ...names.flatMap((name): [string, string][] => [
          [name, 'hub'],
          ['hub', name],
        ]),
      ),
    );
    const hub = inventory.workloads.find(({ object }) => object.namespace === 'hub');
    expect(hub && createNetworkReach(inventory).listBridges(hub)).toHaveLength(20);
  });
});
