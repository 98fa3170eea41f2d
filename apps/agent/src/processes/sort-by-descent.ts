import type { FoundProcess } from './read-process.ts';

/** Parents before their children, as far as they are there. */
export function sortByDescent(found: readonly FoundProcess[]): readonly FoundProcess[] {
  const byPid = new Map(found.map(one => [one.head.pid, one]));
  const sorted = new Set<FoundProcess>();
  for (const one of found) {
    const line: FoundProcess[] = [];
    for (
      let at: FoundProcess | undefined = one;
      at !== undefined && !sorted.has(at) && !line.includes(at);
      at = byPid.get(at.head.parentPid)
    )
      line.push(at);
    for (const next of line.toReversed()) sorted.add(next);
  }
  return [...sorted];
}
