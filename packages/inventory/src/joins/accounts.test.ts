import { Unknown } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import { buildInventory, buildObject, buildPod } from '../testing/build.ts';
import { findAccount, findWorkloadAccount, isTokenAutomounted, listAccountWorkloads } from './accounts.ts';

/** What the pod says, what the account says (`absent`: it is not in the set), whether the token is mounted in a complete and in a partial set. */
describe('isTokenAutomounted', () => {
  const UNKNOWN = new Unknown('pod.tokenAutomounted', "service account 'web' is not among the objects given");
  test.each<[boolean | undefined, boolean | undefined | 'absent', boolean, boolean | Unknown]>([
    [undefined, undefined, true, true],
    [undefined, true, true, true],
    [undefined, false, false, false],
    [undefined, 'absent', true, UNKNOWN],
    [true, undefined, true, true],
    [true, true, true, true],
    [true, false, true, true],
    [true, 'absent', true, true],
    [false, undefined, false, false],
    [false, true, false, false],
    [false, false, false, false],
    [false, 'absent', false, false],
  ])('pod %s, account %s: %s in a complete set, %o in a partial one', (pod, account, complete, partial) => {
    const objects = [
      buildPod('web', { serviceAccountName: 'web', automountServiceAccountToken: pod }),
      ...(account === 'absent' ? [] : [buildObject('v1', 'ServiceAccount', 'web', { automountServiceAccountToken: account })]),
      buildObject('v1', 'ServiceAccount', 'web', { automountServiceAccountToken: false }, { namespace: 'other' }),
    ];
    const answers = [true, false].map(whole => {
      const inventory = buildInventory(objects, { complete: whole });
      return inventory.workloads.map(workload => isTokenAutomounted(inventory, workload.pod));
    });
    expect(answers).toStrictEqual([[complete], [partial]]);
  });

  test.each([null, 'false', 0, {}])('what is no boolean (%j) says nothing', written => {
    const inventory = buildInventory([buildPod('web', { automountServiceAccountToken: written })]);
    expect(inventory.workloads.map(workload => isTokenAutomounted(inventory, workload.pod))).toStrictEqual([true]);
  });
});

describe('the account of a workload', () => {
  test.each<[object, string]>([
    [{}, 'default'],
    [{ serviceAccountName: 'web' }, 'web'],
    [{ serviceAccount: 'old' }, 'old'],
    [{ serviceAccountName: 'web', serviceAccount: 'old' }, 'web'],
    [{ serviceAccountName: '' }, 'default'],
    [{ serviceAccountName: 1 }, 'default'],
  ])('%j runs as %s', (spec, name) => {
    const inventory = buildInventory([buildPod('web', { ...spec })]);
    const accounts = inventory.workloads.map(workload => findWorkloadAccount(inventory, workload));
    expect(accounts).toStrictEqual([{ namespace: 'shop', name, object: undefined }]);
    expect(findAccount(inventory, 'shop', name)).toBe(accounts[0]);
  });

  test('is shared by the workloads of its namespace', () => {
    const inventory = buildInventory([
      buildPod('a', { serviceAccountName: 'web' }),
      buildPod('b', { serviceAccountName: 'web' }),
      buildPod('c'),
      buildPod('d', { serviceAccountName: 'web' }, { namespace: 'other' }),
    ]);
    const names = (namespace: string, name: string) =>
      listAccountWorkloads(inventory, findAccount(inventory, namespace, name)).map(workload => workload.object.name);
    expect([names('shop', 'web'), names('shop', 'default'), names('other', 'web'), names('other', 'default')]).toStrictEqual([
      ['a', 'b'],
      ['c'],
      ['d'],
      [],
    ]);
  });
});
