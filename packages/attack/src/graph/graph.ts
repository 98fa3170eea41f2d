import type { Cut } from '../edge.ts';
import type { WorkloadClass } from '../model/parts.ts';
import type { NodeReference } from './node.ts';
import type { NodeTable } from './node-table.ts';

/** The kind of an edge as paths show it; `member` leads from a group to one of its members. */
export interface EdgeKind {
  readonly id: string;
  readonly number: string;
  readonly cost: number;
}

export const MEMBER: EdgeKind = { id: 'member', number: '', cost: 0 };

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** Difficulty, and more for what weakens it. */
  readonly cost: number;
  /** Cost as distances are measured: of paths that are equally hard the shortest is nearest. */
  readonly length: number;
  readonly because: () => string;
  /** Each of these changes takes it away. */
  readonly cuts: readonly Cut[];
  readonly weakened: readonly string[];
}

/** Edges by one of their ends: those of node n are `edges[starts[n]]` to before `edges[starts[n + 1]]`, with the other end beside each. */
export interface PackedEdges {
  readonly starts: Uint32Array;
  readonly edges: Uint32Array;
  readonly others: Uint32Array;
  readonly lengths: Uint32Array;
}

/** Nodes and edges, found from both ends. */
export class AttackGraph {
  readonly nodes: NodeTable;
  readonly edges: readonly GraphEdge[];
  readonly incoming: PackedEdges;
  /** Nodes that there were when it was made; the table may grow for later graphs. */
  readonly size: number;
  /** Workloads that nothing tells apart; the node of a class is named like the first of them. */
  readonly classes: readonly WorkloadClass[];
  #outgoing: PackedEdges | undefined;

  constructor(nodes: NodeTable, edges: readonly GraphEdge[], classes: readonly WorkloadClass[]) {
    this.nodes = nodes;
    this.classes = classes;
    this.edges = edges;
    this.size = nodes.list.length;
    this.incoming = pack(edges, this.size, 'to', 'from');
  }

  /** Calls with the edges that leave a node. */
  forEachOutgoing(node: number, visit: (edge: GraphEdge) => void): void {
    this.#outgoing ??= pack(this.edges, this.size, 'from', 'to');
    const { starts, edges } = this.#outgoing;
    const end = starts[node + 1] ?? 0;
    for (let place = starts[node] ?? 0; place < end; place++) visit(this.edges[edges[place] ?? 0] as GraphEdge);
  }

  find({ name }: NodeReference): number | undefined {
    return this.nodes.find(name);
  }
}

function pack(edges: readonly GraphEdge[], size: number, end: 'from' | 'to', other: 'from' | 'to'): PackedEdges {
  const starts = new Uint32Array(size + 1);
  for (const edge of edges) starts[edge[end] + 1] = (starts[edge[end] + 1] ?? 0) + 1;
  for (let node = 0; node < size; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const packed = {
    starts,
    edges: new Uint32Array(edges.length),
    others: new Uint32Array(edges.length),
    lengths: new Uint32Array(edges.length),
  };
  for (let index = 0; index < edges.length; index++) {
    const edge = edges[index] as GraphEdge;
    const place = next[edge[end]] ?? 0;
    packed.edges[place] = index;
    packed.others[place] = edge[other];
    packed.lengths[place] = edge.length;
    next[edge[end]] = place + 1;
  }
  return packed;
}
