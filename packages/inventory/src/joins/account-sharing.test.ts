import { expect, test } from 'vitest';
import { buildDeployment, buildInventory, buildPod } from '../testing/build.ts';
import { listAccountSharers } from './account-sharing.ts';

const uses = (account: string) => ({ pod: { serviceAccountName: account } });
const owned = (name: string, owner: string) =>
  buildPod(name, { serviceAccountName: 'app' }, { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner }] });

test('one workload of each other owner, of the same namespace, at most as many as asked for', () => {
  const inventory = buildInventory([
    buildDeployment('a', uses('app')),
    buildDeployment('b', uses('app')),
    buildDeployment('c', uses('other')),
    buildDeployment('d', { ...uses('app'), metadata: { namespace: 'elsewhere' } }),
    owned('e-1', 'e'),
    owned('e-2', 'e'),
  ]);
  const sharers = inventory.workloads.map(workload => [
    workload.object.name,
    listAccountSharers(inventory, workload, 2).map(other => other.object.name),
  ]);
  expect(sharers).toStrictEqual([
    ['a', ['b', 'e-2']],
    ['b', ['a', 'e-2']],
    ['c', []],
    ['d', []],
    ['e-1', ['a', 'b']],
    ['e-2', ['a', 'b']],
  ]);
});
