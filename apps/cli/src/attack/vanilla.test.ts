import { Readable } from 'node:stream';
import { AttackModel, findGoal, findPaths, GraphBuilder, listAssumed, listGoals } from '@breakwater/attack';
import { Inventory } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { findInputs } from '../check/find-files.ts';
import { readObjects } from '../check/read-objects.ts';
import { run } from '../testing/terminal.ts';

describeWithShared('a cluster as it comes', ['oracles', 'rbac', 'bootstrap'], folder => {
  const read = async () => {
    const { files } = await findInputs([folder]);
    const { objects } = await readObjects(files, Readable.from([]), () => {});
    const inventory = new Inventory(objects, { cluster: 'file:vanilla', kubeMinor: 36, complete: true, namespace: 'default' });
    return new GraphBuilder(new AttackModel(readCluster(inventory), { kubeMinor: 36 })).build();
  };

  test('has no path, neither from outside nor from anybody who is not its own', async () => {
    const graph = await read();
    expect(findPaths({ graph, starts: listAssumed(graph), goals: listGoals(graph) })).toStrictEqual([]);
    expect(graph.edges.length).toBeGreaterThan(200);
  });

  test('has the paths of its controllers, which are expected', async () => {
    const graph = await read();
    const starts = graph.nodes.list.flatMap(({ kind }, index) => (kind === 'subject' ? [index] : []));
    const found = findPaths({ graph, starts, goals: [findGoal(graph, 'cluster-admin') ?? expect.fail()] }).filter(
      ({ hops }) => hops.length === 1,
    );
    expect(found.map(({ from, hops }) => `${from} ${hops[0]?.edge}`)).toStrictEqual([
      'Group system:masters holds',
      'ServiceAccount kube-system/clusterrole-aggregation-controller escalate-role',
    ]);
  });

  test.each<[string, string]>([
    ['attack paths --assume-breach', '0 paths from 3 starts to 7 goals\n'],
    ['rbac paths', '0 paths from 3 starts to 7 goals\n'],
    ['rbac risks', '57 bindings: 0 dangerous, 0 rules without effect, 0 stale\n'],
  ])('%s', async (words, text) => {
    expect(await run([...words.split(' '), folder])).toStrictEqual({ code: 0, out: text, err: '' });
  });
});
