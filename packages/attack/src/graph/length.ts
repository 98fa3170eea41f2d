/** Of paths that are equally hard the shortest is nearest: every hop counts a little, too. */
const SCALE = 1024;

export function toLength(cost: number): number {
  return cost * SCALE + 1;
}

/** The difficulty that a distance stands for. */
export function toCost(distance: number): number {
  return Math.floor(distance / SCALE);
}
