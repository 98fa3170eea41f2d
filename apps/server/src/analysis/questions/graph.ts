import { describeGraph, type NetworkGraph } from '@breakwater/network';
import { toObjectKey } from '@breakwater/protocol';
import type { Question, Sight } from '../question.ts';

export interface GraphInput extends Sight {
  /** Only workloads of these; of all when empty. */
  readonly namespaces: readonly string[];
}

export interface GraphOutput extends Omit<NetworkGraph, 'nodes'> {
  readonly nodes: readonly (NetworkGraph['nodes'][number] & { readonly key: string })[];
  /** Every namespace with workloads that may be seen, with their number. */
  readonly known: readonly { readonly name: string; readonly workloads: number }[];
  readonly problems: readonly string[];
}

export const question: Question<GraphInput, GraphOutput> = {
  name: 'graph',
  answer: ({ network }, { visible, namespaces }) => {
    const maySee = (name: string): boolean => visible === undefined || visible.includes(name);
    const isShown = (name: string): boolean => maySee(name) && (namespaces.length === 0 || namespaces.includes(name));
    const shown = network.workloads.filter(({ pod }) => isShown(pod.namespace));
    const { nodes, ...graph } = describeGraph(network, ({ pod }) => isShown(pod.namespace));
    const known = Map.groupBy(network.workloads, ({ pod }) => pod.namespace);
    return {
      ...graph,
      nodes: nodes.map((node, place) => ({ ...node, key: toKey(shown[place]?.workload.object) })),
      known: [...known]
        .filter(([name]) => maySee(name))
        .map(([name, workloads]) => ({ name, workloads: workloads.length }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      problems: network.problems.map(({ source, message }) => `${source}: ${message}`),
    };
  },
};

/** As the server knows the workload. */
function toKey(object: Parameters<typeof toObjectKey>[0] | undefined): string {
  return object === undefined ? '' : toObjectKey(object);
}
