import { AttackModel, chooseCuts, findPaths, GraphBuilder, listAssumed, listGoals, type Search, tryCuts } from '@breakwater/attack';
import { Inventory, isRecord, type Raw } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { NEWEST_MINOR, parseMinor } from '@breakwater/policy';
import { toPlainPath, toShownPaths } from '../attack/path-rows.ts';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'attack',
  doc: '`objects[]`, `kubeVersion?` → paths `[{from, to, hops, cut}]` from outside and from each subject and workload that is not of Kubernetes itself',
  run: input => {
    const search = readCase(input);
    const paths = findPaths(search);
    return toShownPaths(search.graph, paths, chooseCuts(paths, tryCuts(search, paths))).map(toPlainPath);
  },
};

function readCase({ objects, kubeVersion }: Raw): Search {
  if (!Array.isArray(objects)) throw new TypeError("a case of suite attack has a list 'objects'");
  if (!objects.every(isRecord)) throw new TypeError('every object of a case is a JSON object');
  const kubeMinor = kubeVersion === undefined ? NEWEST_MINOR : parseMinor(String(kubeVersion));
  if (Number.isNaN(kubeMinor)) throw new TypeError(`${JSON.stringify(kubeVersion)} is no Kubernetes version`);
  const sources = objects.map(value => ({ value }));
  const inventory = new Inventory(sources, { cluster: 'file:case', kubeMinor, complete: false, namespace: 'default' });
  const graph = new GraphBuilder(new AttackModel(readCluster(inventory), { kubeMinor })).build();
  return { graph, starts: listAssumed(graph), goals: listGoals(graph) };
}
