import type { Cut } from '../edge.ts';
import type { AttackGraph } from '../graph/graph.ts';
import type { AttackPath, Search } from './paths.ts';
import { findReachableGoals } from './reachable-goals.ts';

/** What one change does to paths. */
export interface CutEffect {
  readonly cut: Cut;
  /** Cheapest paths that it lies on. */
  readonly onPaths: number;
  /** Those whose goal cannot be reached from their start any more when it is made. */
  readonly closed: readonly AttackPath[];
}

/** Changes whose effect is tried at most; the others lie on fewer paths. */
export const MAX_TRIED = 200;

/** The changes that lie on paths, each tried by itself: those that close most first, of these the smallest. */
export function tryCuts(
  { graph, goals, isAllowed = () => true }: Search,
  paths: readonly AttackPath[],
  most = MAX_TRIED,
): readonly CutEffect[] {
  const bitOf = new Map(goals.map(({ name }, bit) => [name, bit]));
  const bits = paths.map(({ to }) => bitOf.get(to) ?? 0);
  const candidates = [...countCuts(paths)].toSorted(([, a], [, b]) => b.onPaths - a.onPaths || a.cut.weight - b.cut.weight).slice(0, most);
  const taken = indexEdges(graph, new Set(candidates.map(([change]) => change)));
  const always = Uint8Array.from(graph.edges, edge => (isAllowed(edge) ? 0 : 1));
  const effects = candidates.map(([change, { cut, onPaths }]): CutEffect => {
    const blocked = always.slice();
    for (const edge of taken.get(change) ?? []) blocked[edge] = 1;
    const masks = findReachableGoals(graph, goals, blocked);
    const isClosed = ({ start }: AttackPath, index: number) => (((masks[start] ?? 0) >>> (bits[index] ?? 0)) & 1) === 0;
    return { cut, onPaths, closed: paths.filter(isClosed) };
  });
  return effects.toSorted(compareEffects);
}

/** The edges that each change takes away. */
function indexEdges({ edges }: AttackGraph, changes: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>([...changes].map(change => [change, []]));
  for (const [index, { cuts }] of edges.entries()) for (const { change } of cuts) found.get(change)?.push(index);
  return found;
}

function compareEffects(a: CutEffect, b: CutEffect): number {
  return (
    b.closed.length - a.closed.length || a.cut.weight - b.cut.weight || b.onPaths - a.onPaths || (a.cut.change < b.cut.change ? -1 : 1)
  );
}

function countCuts(paths: readonly AttackPath[]): ReadonlyMap<string, { readonly cut: Cut; readonly onPaths: number }> {
  const found = new Map<string, { readonly cut: Cut; readonly onPaths: number }>();
  for (const { edges } of paths) {
    for (const cut of new Map(edges.flatMap(({ cuts }) => cuts.map(each => [each.change, each] as const))).values()) {
      found.set(cut.change, { cut, onPaths: (found.get(cut.change)?.onPaths ?? 0) + 1 });
    }
  }
  return found;
}

/** The smallest change that stops a path. */
export interface PathCut {
  readonly change: string;
  /** Whether nothing else leads from the start to the goal then; undefined when too many changes were in question to try this one. */
  readonly closes: boolean | undefined;
}

/** For each path the change that is best: one that closes it, else the smallest on it; undefined for a path that no change stops. */
export function chooseCuts(paths: readonly AttackPath[], effects: readonly CutEffect[]): readonly (PathCut | undefined)[] {
  const tried = new Map(effects.map(effect => [effect.cut.change, new Set(effect.closed)]));
  return paths.map(path => {
    const cuts = path.edges.flatMap(edge => edge.cuts).toSorted((a, b) => a.weight - b.weight);
    const closing = cuts.find(({ change }) => tried.get(change)?.has(path) === true);
    const [first] = cuts;
    if (closing !== undefined) return { change: closing.change, closes: true };
    return first === undefined ? undefined : { change: first.change, closes: tried.has(first.change) ? false : undefined };
  });
}
