import type { AttackGraph } from '../graph/graph.ts';
import type { Goal } from './goals.ts';

/** More goals than bits of a number are never asked about at once. */
export const MAX_GOALS = 31;

/** For each node the goals that can be reached from it, one bit each, in one pass against the edges. `blocked` has a 1 for edges that do not count. */
export function findReachableGoals(graph: AttackGraph, goals: readonly Goal[], blocked: Uint8Array): Uint32Array {
  const masks = new Uint32Array(graph.size);
  const queue: number[] = [];
  for (const [bit, { nodes }] of goals.slice(0, MAX_GOALS).entries()) {
    for (const node of nodes) {
      masks[node] = (masks[node] ?? 0) | (1 << bit);
      queue.push(node);
    }
  }
  const { starts, edges, others } = graph.incoming;
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const mask = masks[node] ?? 0;
    const end = starts[node + 1] ?? 0;
    for (let place = starts[node] ?? 0; place < end; place++) {
      const other = others[place] ?? 0;
      const before = masks[other] ?? 0;
      const after = (before | mask) >>> 0;
      if (after === before || blocked[edges[place] ?? 0] === 1) continue;
      masks[other] = after;
      queue.push(other);
    }
  }
  return masks;
}

/** Names of the goals that what a change would take away leads to, in one pass for all changes. */
export function createCutIndex(graph: AttackGraph, goals: readonly Goal[]): (change: string) => readonly string[] {
  const masks = findReachableGoals(graph, goals, new Uint8Array(graph.edges.length));
  const byChange = new Map<string, number>();
  for (const { cuts, to } of graph.edges) {
    for (const { change } of cuts) byChange.set(change, ((byChange.get(change) ?? 0) | (masks[to] ?? 0)) >>> 0);
  }
  return change => goals.filter((_, bit) => (((byChange.get(change) ?? 0) >>> bit) & 1) === 1).map(({ name }) => name);
}

/** Names of nodes from which some goal can be reached. */
export function listLeading(graph: AttackGraph, goals: readonly Goal[]): ReadonlySet<string> {
  const masks = findReachableGoals(graph, goals, new Uint8Array(graph.edges.length));
  return new Set(graph.nodes.list.filter((_, index) => (masks[index] ?? 0) !== 0).map(({ name }) => name));
}
