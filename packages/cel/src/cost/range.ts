/** Bounds of something that is not known before run time; both are inclusive. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export const ZERO: Range = { min: 0, max: 0 };
export const ONE: Range = { min: 1, max: 1 };

export function exactly(value: number): Range {
  return { min: value, max: value };
}

export function addRanges(...ranges: readonly Range[]): Range {
  return ranges.reduce((sum, range) => ({ min: sum.min + range.min, max: sum.max + range.max }), ZERO);
}

/** A range that is paid a number of times. */
export function multiplyRanges(times: Range, each: Range): Range {
  return { min: times.min * each.min, max: times.max === 0 ? 0 : times.max * each.max };
}

/** What holds for either. */
export function unionRanges(left: Range, right: Range): Range {
  return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
}

/** The same, or nothing at all. */
export function maybe({ max }: Range): Range {
  return { min: 0, max };
}
