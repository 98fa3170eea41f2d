import type { CelValue } from './value.ts';

/** A value that may be absent: what `a.?b` and `optional.of(x)` yield. */
export class CelOptional {
  static readonly none = new CelOptional(undefined);

  /** Undefined when there is none; CEL null is null. */
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}
