import type { AttackGraph, GraphEdge } from '../graph/graph.ts';

export const UNREACHABLE = 0xffffffff;

/** Thousands of hops: what is farther is no way, so that graphs that were made to cost time end somewhere. */
const MAX_DISTANCE = 1 << 22;

/**
 * How far each node is from the nearest of some goals, against the direction of the edges. Lengths are whole and small, so that nodes wait in one
 * bucket for each distance (Dial's algorithm).
 */
export function measureDistances(graph: AttackGraph, goals: readonly number[], isAllowed?: (edge: GraphEdge) => boolean): Uint32Array {
  const distances = new Uint32Array(graph.size).fill(UNREACHABLE);
  const { starts, edges, others, lengths } = graph.incoming;
  const buckets: number[][] = [[...goals]];
  const settle = (node: number, distance: number): void => {
    const end = starts[node + 1] as number;
    for (let place = starts[node] as number; place < end; place++) {
      const other = others[place] as number;
      const next = distance + (lengths[place] as number);
      if (next >= (distances[other] as number) || next > MAX_DISTANCE) continue;
      if (isAllowed?.(graph.edges[edges[place] as number] as GraphEdge) === false) continue;
      distances[other] = next;
      const bucket = buckets[next];
      if (bucket === undefined) buckets[next] = [other];
      else bucket.push(other);
    }
  };
  for (const goal of goals) distances[goal] = 0;
  for (let distance = 0; distance < buckets.length; distance++) {
    for (const node of buckets[distance] ?? []) if (distances[node] === distance) settle(node, distance);
  }
  return distances;
}
