import type { Cut } from '../edge.ts';
import type { AttackGraph, GraphEdge } from '../graph/graph.ts';
import { measureDistances, UNREACHABLE } from './distances.ts';
import { FlowNetwork } from './flow.ts';
import type { Goal } from './goals.ts';
import type { Search } from './paths.ts';

/** Capacity of what no change takes away. */
const FIXED = 1 << 20;

export interface MinimumCut {
  readonly goal: string;
  /** The changes that together leave no path from any start; undefined when no changes do. */
  readonly cuts: readonly Cut[] | undefined;
}

/**
 * The lightest changes that keep all starts from a goal: a minimum cut, where the edges that one change takes away count once if they begin or
 * end at one node. Edges of one change that have neither in common count each.
 */
export function findMinimumCut({ graph, starts, isAllowed = () => true }: Search, goal: Goal): MinimumCut {
  const reaching = measureDistances(graph, goal.nodes, isAllowed);
  const sources = starts.filter(start => reaching[start] !== UNREACHABLE && !goal.nodes.includes(start));
  if (sources.length === 0) return { goal: goal.name, cuts: [] };
  const goals = new Set(goal.nodes);
  const edges = listBetween(graph, sources, edge => reaching[edge.to] !== UNREACHABLE && !goals.has(edge.from) && isAllowed(edge));
  const network = new FlowNetwork();
  const numbers = new Map<number, number>();
  const toNumber = (node: number): number => {
    const known = numbers.get(node) ?? network.addNode();
    numbers.set(node, known);
    return known;
  };
  const [source, target] = [network.addNode(), network.addNode()];
  for (const start of sources) network.addPipe(source, toNumber(start), FIXED);
  for (const node of goal.nodes) network.addPipe(toNumber(node), target, FIXED);
  const gates = addEdges(network, edges, toNumber);
  if (network.fill(source, target, FIXED) >= FIXED) return { goal: goal.name, cuts: undefined };
  const open = network.listOpen(source);
  const cuts = gates.filter(({ before, behind }) => (open[before] ?? -1) >= 0 && (open[behind] ?? -1) < 0).map(({ cut }) => cut);
  return { goal: goal.name, cuts: [...new Map(cuts.map(cut => [cut.change, cut])).values()].toSorted(compareCuts) };
}

function compareCuts(a: Cut, b: Cut): number {
  return a.weight - b.weight || (a.change < b.change ? -1 : 1);
}

/** Edges on ways from the sources. */
function listBetween(graph: AttackGraph, sources: readonly number[], isUseful: (edge: GraphEdge) => boolean): readonly GraphEdge[] {
  const found: GraphEdge[] = [];
  const seen = new Set(sources);
  for (const node of seen) {
    graph.forEachOutgoing(node, edge => {
      if (!isUseful(edge)) return;
      found.push(edge);
      seen.add(edge.to);
    });
  }
  return found;
}

/** Where a change takes hold: a pipe as narrow as the change is heavy. */
interface Gate {
  readonly before: number;
  readonly behind: number;
  readonly cut: Cut;
}

/** An edge passes the gates of all changes that take it away, one after the other. */
function addEdges(network: FlowNetwork, edges: readonly GraphEdge[], toNumber: (node: number) => number): readonly Gate[] {
  const gates: Gate[] = [];
  const single = edges.filter(({ cuts }) => cuts.length === 1);
  for (const { from, to, cuts } of edges) {
    if (cuts.length === 1) continue;
    const own = cuts.map(cut => addGate(network, gates, cut));
    const stations = [toNumber(from), ...own.flatMap(({ before, behind }) => [before, behind]), toNumber(to)];
    for (let place = 0; place < stations.length; place += 2) network.addPipe(stations[place] ?? 0, stations[place + 1] ?? 0, FIXED);
  }
  for (const list of Map.groupBy(single, ({ cuts }) => cuts[0]?.change).values()) {
    const end = list.every(({ to }) => to === list[0]?.to) ? 'to' : 'from';
    for (const group of Map.groupBy(list, edge => edge[end]).values()) {
      const { before, behind } = addGate(network, gates, group[0]?.cuts[0] as Cut);
      for (const from of new Set(group.map(edge => edge.from))) network.addPipe(toNumber(from), before, FIXED);
      for (const to of new Set(group.map(edge => edge.to))) network.addPipe(behind, toNumber(to), FIXED);
    }
  }
  return gates;
}

function addGate(network: FlowNetwork, gates: Gate[], cut: Cut): Gate {
  const gate: Gate = { before: network.addNode(), behind: network.addNode(), cut };
  network.addPipe(gate.before, gate.behind, cut.weight);
  gates.push(gate);
  return gate;
}
