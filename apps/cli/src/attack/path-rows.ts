import type { AttackGraph, AttackPath, PathCut } from '@breakwater/attack';

/** A path with the change that is best against it. */
export interface ShownPath {
  readonly path: AttackPath;
  readonly cut: PathCut | undefined;
  /** Names of the other workloads that the start stands for. */
  readonly alike: readonly string[];
}

export function toShownPaths(
  graph: AttackGraph,
  paths: readonly AttackPath[],
  cuts: readonly (PathCut | undefined)[],
): readonly ShownPath[] {
  const members = new Map(graph.classes.map(each => [each.part.name, each.members.slice(1)]));
  return paths.map((path, index) => ({ path, cut: cuts[index], alike: members.get(path.from) ?? [] }));
}

/** As JSON. */
export function toPlainPath({ path, cut, alike }: ShownPath) {
  return {
    from: path.from,
    ...(alike.length === 0 ? {} : { alike }),
    to: path.to,
    cost: path.cost,
    hops: toPlainHops(path),
    cut: cut === undefined ? null : { change: cut.change, ...(cut.closes === undefined ? {} : { closes: cut.closes }) },
  };
}

export function toPlainHops({ hops }: AttackPath) {
  return hops.map(({ edge, number, from, to, because, weakened, cuts }) => ({
    edge,
    ...(number === '' ? {} : { number }),
    from,
    to,
    because,
    ...(weakened.length === 0 ? {} : { weakened }),
    ...(cuts.length === 0 ? {} : { cuts: cuts.map(({ change }) => change) }),
  }));
}

export const PATH_COLUMNS = ['from', 'to', 'step', 'edge', 'reaches', 'because', 'cut'] as const;

/** A row for each hop; what belongs to the whole path stands in the first, or in each where rows are read one by one. */
export function toPathRows({ path, cut, alike }: ShownPath, isRepeated: boolean): readonly (readonly string[])[] {
  const from = alike.length === 0 ? path.from : `${path.from} (+${alike.length} alike)`;
  return path.hops.map(({ edge, to, because, weakened }, index) => {
    const isFirst = isRepeated || index === 0;
    const doubts = weakened.length === 0 ? '' : ` (${weakened.join('; ')})`;
    return [
      isFirst ? from : '',
      isFirst ? path.to : '',
      String(index + 1),
      edge,
      to,
      `${because}${doubts}`,
      isFirst ? describeCut(cut) : '',
    ];
  });
}

export function describeCut(cut: PathCut | undefined): string {
  if (cut === undefined) return 'no single change';
  return cut.closes === false ? `${cut.change} (another way is left)` : cut.change;
}
