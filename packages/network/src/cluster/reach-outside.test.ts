import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { buildCluster, buildDeployment, buildPolicy } from '../testing/build-cluster.ts';
import { createOutsideReach } from './reach-outside.ts';

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
    expect(workload === undefined ? 'none' : createOutsideReach(inventory)(workload, METADATA, 80)).toBe(expected);
  });

  test('from the network of the node', () => {
    const { inventory } = buildCluster(buildDeployment('shop/web', { pod: { hostNetwork: true } }), egress());
    const [workload] = inventory.workloads;
    expect(workload === undefined ? 'none' : createOutsideReach(inventory)(workload, METADATA, 80)).toBe(true);
  });
});
