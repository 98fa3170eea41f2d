import type { Answer, network } from '@breakwater/api';
import { type Placed, placeGraph } from './place-graph.ts';

export type Graph = Answer<typeof network.endpoints.graph>;
export type GraphNode = Graph['nodes'][number];

/** Everything that is drawn, and what it is drawn by; computed once for an answer. */
export interface Scene {
  readonly graph: Graph;
  readonly placed: Placed;
  /** Of each node. */
  readonly standings: readonly Standing[];
  /** Edges of each node, by place in `edges`. */
  readonly edgesOf: readonly { readonly in: readonly number[]; readonly out: readonly number[] }[];
}

export function createScene(graph: Graph): Scene {
  const edgesOf = graph.nodes.map(() => ({ in: [] as number[], out: [] as number[] }));
  for (const [index, { from, to }] of graph.edges.entries()) {
    edgesOf[from]?.out.push(index);
    edgesOf[to]?.in.push(index);
  }
  return { graph, placed: placeGraph(graph.nodes), standings: graph.nodes.map(findStanding), edgesOf };
}

/** How a workload stands to the network, from the most to the least open. */
export const STANDINGS = ['exposed', 'open', 'half', 'limited'] as const;
export type Standing = (typeof STANDINGS)[number];

export function findStanding({ isolated, entrance, openToCluster }: GraphNode): Standing {
  if (entrance === 'open' || entrance === 'partly-open') return 'exposed';
  if (openToCluster || !isolated.ingress) return 'open';
  return isolated.egress ? 'limited' : 'half';
}

/** Name without namespace and kind. */
export function shortName({ name }: Pick<GraphNode, 'name'>): string {
  return name.slice(name.indexOf('/') + 1, name.lastIndexOf('['));
}

/** Policies being tried would open or close it; or it was seen, and policies allow it or do not. */
export const MARKS = ['opens', 'closes', 'observed', 'unexpected'] as const;

/** A connection between two workloads that stands out. */
export interface MarkedEdge {
  readonly from: number;
  readonly to: number;
  readonly mark: (typeof MARKS)[number];
}

/** Of the changes those between workloads of the picture, each pair once; what only gets other ports counts as opened. */
export function findChanges(
  { nodes }: Pick<Graph, 'nodes'>,
  changes: readonly { readonly change: string; readonly from: string; readonly to: string }[],
): readonly MarkedEdge[] {
  const places = new Map(nodes.map(({ name }, index) => [name, index]));
  const found = changes.flatMap(({ change, from, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    return a === undefined || b === undefined
      ? []
      : [{ from: a, to: b, mark: change === 'removed' ? ('closes' as const) : ('opens' as const) }];
  });
  return unique(found);
}

/** Of flows those between workloads of the picture, each pair once; one that is not expected outweighs others of its pair. */
export function findFlowEdges(
  { nodes }: Pick<Graph, 'nodes'>,
  flows: readonly { readonly from: string; readonly to: string; readonly verdict: string }[],
): readonly MarkedEdge[] {
  const places = new Map(nodes.map(({ name }, index) => [name, index]));
  const found = flows.flatMap(({ from, to, verdict }) => {
    const [a, b] = [places.get(from), places.get(to)];
    return a === undefined || b === undefined
      ? []
      : [{ from: a, to: b, mark: verdict === 'denied' ? ('unexpected' as const) : ('observed' as const) }];
  });
  const unexpected = new Set(found.filter(({ mark }) => mark === 'unexpected').map(({ from, to }) => `${from} ${to}`));
  return unique(found.filter(({ from, to, mark }) => mark === 'unexpected' || !unexpected.has(`${from} ${to}`)));
}

function unique(edges: readonly MarkedEdge[]): readonly MarkedEdge[] {
  return [...new Map(edges.map(edge => [`${edge.from} ${edge.to} ${edge.mark}`, edge])).values()];
}
