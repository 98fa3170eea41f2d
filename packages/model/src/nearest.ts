/** Longest name for which a suggestion is computed: the distance is quadratic, and nobody mistypes longer ones. */
const MAX_NAME_LENGTH = 64;

/** The candidate nearest to `name`, at most two edits or a third of its length away; ties go to the first in alphabetical order. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined;
  // Short names are near to everything.
  if (name.length < 2) return undefined;
  let limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let best: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance = measureDistance(name, candidate, limit);
    if (distance > limit || (distance === limit && best !== undefined && best <= candidate)) continue;
    best = candidate;
    limit = distance;
  }
  return best;
}

/** Levenshtein distance with a swap of neighbours as one edit, given up (Infinity) as soon as two whole rows lie above the limit. */
function measureDistance(from: string, to: string, limit: number): number {
  let beforePrevious: readonly number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  let leastBefore = 0;
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swap = swapped ? (beforePrevious[column - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY;
      const value = Math.min(substitution, swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > limit && leastBefore > limit) return Number.POSITIVE_INFINITY;
    leastBefore = least;
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
