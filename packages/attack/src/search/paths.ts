import type { Cut } from '../edge.ts';
import type { AttackGraph, GraphEdge } from '../graph/graph.ts';
import { toCost, toLength } from '../graph/length.ts';
import { measureDistances, UNREACHABLE } from './distances.ts';
import type { Goal } from './goals.ts';

export interface Hop {
  /** `exec` */
  readonly edge: string;
  /** `E15` */
  readonly number: string;
  readonly from: string;
  readonly to: string;
  /** One sentence that names the objects it rests on. */
  readonly because: string;
  readonly weakened: readonly string[];
  /** Each of these changes takes it away. */
  readonly cuts: readonly Cut[];
}

/** What is asked of a graph: from where, to what, and by which edges. */
export interface Search {
  readonly graph: AttackGraph;
  readonly starts: readonly number[];
  readonly goals: readonly Goal[];
  readonly isAllowed?: (edge: GraphEdge) => boolean;
}

/** The cheapest way of an attacker from a start to a goal; its texts are made when they are asked for. */
export class AttackPath {
  readonly from: string;
  readonly to: string;
  /** Difficulty of all hops together. */
  readonly cost: number;
  /** Number of the node that it starts from. */
  readonly start: number;
  readonly #tracer: Tracer;
  #hops: readonly Hop[] | undefined;

  constructor(tracer: Tracer, start: number, goal: string, cost: number) {
    this.#tracer = tracer;
    this.start = start;
    this.from = tracer.graph.nodes.get(start).name;
    this.to = goal;
    this.cost = cost;
  }

  get hops(): readonly Hop[] {
    this.#hops ??= toHops(this.#tracer.graph, this.edges);
    return this.#hops;
  }

  get edges(): readonly GraphEdge[] {
    return this.#tracer.trace(this.start);
  }
}

/** The cheapest path from every start to every goal, sorted by goal, then cost, then start. */
export function findPaths({ graph, starts, goals, isAllowed }: Search): readonly AttackPath[] {
  const tracers = new Map(goals.map(goal => [goal.name, new Tracer(graph, measureDistances(graph, goal.nodes, isAllowed), isAllowed)]));
  const whole = tracers.get('all-secrets');
  const all = [...tracers.values()];
  const leading = starts.filter(start => all.some(tracer => tracer.isOnWay(start)));
  const sorted = leading.toSorted((a, b) => (graph.nodes.get(a).name < graph.nodes.get(b).name ? -1 : 1));
  return [...tracers].flatMap(([goal, tracer]) => {
    // Who reads every Secret reads those of kube-system by the same step: told once.
    const isTold = (start: number) => goal === 'kube-system-secrets' && whole?.isOneStepBefore(tracer, start) === true;
    const reached = sorted.filter(start => tracer.isOnWay(start) && !isTold(start));
    return reached.map(start => new AttackPath(tracer, start, goal, tracer.costOf(start))).sort((a, b) => a.cost - b.cost);
  });
}

/** Follows distances to a goal; which edge is next is chosen once for each node. */
class Tracer {
  readonly graph: AttackGraph;
  readonly #distances: Uint32Array;
  readonly #isAllowed: ((edge: GraphEdge) => boolean) | undefined;
  readonly #next = new Map<number, GraphEdge>();

  constructor(graph: AttackGraph, distances: Uint32Array, isAllowed: ((edge: GraphEdge) => boolean) | undefined) {
    this.graph = graph;
    this.#distances = distances;
    this.#isAllowed = isAllowed;
  }

  /** Whether there is a way of at least one step. */
  isOnWay(node: number): boolean {
    return this.#distances[node] !== UNREACHABLE && this.#distances[node] !== 0;
  }

  /** Whether a path to the goal of another passes through this goal, to a member of which it leads. */
  isOneStepBefore(other: Tracer, node: number): boolean {
    return (this.#distances[node] ?? 0) + toLength(0) === (other.#distances[node] ?? 0);
  }

  costOf(node: number): number {
    return toCost(this.#distances[node] ?? 0);
  }

  trace(start: number): readonly GraphEdge[] {
    const edges: GraphEdge[] = [];
    for (let node = start; this.isOnWay(node); ) {
      const edge = this.#next.get(node) ?? this.#choose(node);
      if (edge === undefined) break;
      this.#next.set(node, edge);
      edges.push(edge);
      node = edge.to;
    }
    return edges;
  }

  /** Of the edges on a cheapest path the first by names, so that the order in which objects were read does not matter. */
  #choose(node: number): GraphEdge | undefined {
    let best: GraphEdge | undefined;
    const rest = this.#distances[node] ?? 0;
    this.graph.forEachOutgoing(node, edge => {
      if (edge.length + (this.#distances[edge.to] ?? 0) !== rest || this.#isAllowed?.(edge) === false) return;
      if (best === undefined || compareEdges(this.graph, edge, best) < 0) best = edge;
    });
    return best;
  }
}

function compareEdges(graph: AttackGraph, a: GraphEdge, b: GraphEdge): number {
  const [x, y] = [graph.nodes.get(a.to).name, graph.nodes.get(b.to).name];
  if (x !== y) return x < y ? -1 : 1;
  const [p, q] = [`${a.kind.id} ${a.because()}`, `${b.kind.id} ${b.because()}`];
  return p < q ? -1 : p > q ? 1 : 0;
}

/** A step to a member of a group is part of the hop before it. */
function toHops(graph: AttackGraph, edges: readonly GraphEdge[]): readonly Hop[] {
  const hops: Hop[] = [];
  for (const edge of edges) {
    const to = graph.nodes.get(edge.to).name;
    const before = hops.at(-1);
    if (edge.kind.id === 'member' && before !== undefined) {
      hops[hops.length - 1] = { ...before, to };
      continue;
    }
    const { kind, weakened, cuts } = edge;
    const from = graph.nodes.get(edge.from).name;
    hops.push({ edge: kind.id, number: kind.number, from, to, because: edge.because(), weakened, cuts });
  }
  return hops;
}
