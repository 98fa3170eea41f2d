import { CelError } from '../errors.ts';
import { adopt } from '../values/adopt.ts';
import { type Failure, fail } from '../values/failure.ts';
import type { CelValue } from '../values/value.ts';

/** What a closure yields: a value, or a CEL error that someone above may absorb. */
export type Outcome = CelValue | Failure;

/** One compiled node. */
export type Evaluate = (frame: Frame) => Outcome;

/** Raw JSON or host objects by variable name. Read when an expression needs them, once per evaluation. */
export type Bindings = Readonly<Record<string, unknown>>;

/** The state of one evaluation: variables read so far, variables of macros, and the cost spent. */
export class Frame {
  cost = 0;
  readonly limit: number;
  /** Values of the variables by their index in the program; undefined until read. */
  readonly globals: (Outcome | undefined)[];
  /** Values of macro variables by slot; undefined for a bound value not computed yet. */
  readonly locals: (Outcome | undefined)[];
  readonly bindings: Bindings;

  constructor(bindings: Bindings, globalCount: number, slotCount: number, limit: number) {
    this.bindings = bindings;
    this.globals = createSlots(globalCount);
    this.locals = createSlots(slotCount);
    this.limit = limit;
  }

  /** Reads a variable for the first time. */
  load(name: string, index: number): Outcome {
    const { bindings } = this;
    const raw = name in Object.prototype && !Object.hasOwn(bindings, name) ? undefined : bindings[name];
    const outcome = adoptVariable(raw, name);
    this.globals[index] = outcome;
    return outcome;
  }

  /** Adds to the cost and stops the evaluation beyond the limit. */
  charge(cost: number): void {
    this.cost += cost;
    if (this.cost > this.limit) throw exceedCost(this.limit);
  }
}

/** The value of a variable, as it was given. */
export function adoptVariable(raw: unknown, name: string): Outcome {
  const value = adopt(raw);
  return value === undefined ? fail(`no value for variable '${name}'`) : value;
}

/** Never written to. */
const NO_SLOTS: (Outcome | undefined)[] = [];

/** Copied rather than filled: a copy is exactly as long as it has to be, and one that grows is not. */
const EMPTY: readonly undefined[] = Array.from({ length: 16 }, () => undefined);

function createSlots(count: number): (Outcome | undefined)[] {
  if (count === 0) return NO_SLOTS;
  return count <= EMPTY.length ? EMPTY.slice(0, count) : Array.from({ length: count }, () => undefined);
}

/** Not a CEL error: nothing absorbs it. */
export function exceedCost(limit: number): CelError {
  return new CelError('cost-exceeded', `evaluation costs more than ${limit}`);
}
