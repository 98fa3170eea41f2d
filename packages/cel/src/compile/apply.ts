import { measureSize } from '../declarations.ts';
import { type ArithmeticOperator, calculate, negate } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { nameType } from '../values/describe.ts';
import { equalValues, includesValue } from '../values/equal.ts';
import { Failure, fail } from '../values/failure.ts';
import { isMap, readKey } from '../values/map.ts';
import type { CelValue } from '../values/value.ts';
import type { Frame, Outcome } from './frame.ts';
import { requireBool } from './logic.ts';
import { locate } from './select.ts';

/** What operators do with their values: shared by closures and generated code, so that both mean the same and cost the same. */

export type ComparisonOperator = '<' | '<=' | '>' | '>=';

export function applyNegation(value: Outcome, offset: number): Outcome {
  return locate(negate(value), offset);
}

export function applyNot(value: Outcome, offset: number): Outcome {
  return typeof value === 'boolean' ? !value : requireBool(value, offset);
}

export function applyEquality(frame: Frame, a: Outcome, b: Outcome, positive: boolean): Outcome {
  if (typeof a === 'string' && typeof b === 'string') {
    const shorter = Math.min(a.length, b.length);
    frame.cost += shorter > 10 ? Math.ceil(shorter * 0.1) : 1;
    return (a === b) === positive;
  }
  frame.cost += 1;
  if (typeof a !== 'object' && typeof a === typeof b) return (a === b) === positive;
  if (a instanceof Failure) return b instanceof Failure ? Failure.merge(a, b) : a;
  if (b instanceof Failure) return b;
  return catchFailure(() => equalValues(a, b, frame) === positive);
}

/** Comparisons of containers throw the rare unknown fact among their elements. */
function catchFailure(run: () => boolean): Outcome {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
}

export function applyAddition(frame: Frame, a: Outcome, b: Outcome, offset: number): Outcome {
  if (typeof a === 'number' && typeof b === 'number') {
    frame.cost += 1;
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  } else {
    chargeConcatenation(frame, a, b);
  }
  return locate(calculate('+', a, b), offset);
}

/** Strings, bytes and lists are copied: a tenth of their length, so that doubling in a row meets the limit soon. */
function chargeConcatenation(frame: Frame, left: Outcome, right: Outcome): void {
  frame.charge(Math.max(1, Math.ceil((measureSize(left) + measureSize(right)) * 0.1)));
}

export function applySubtraction(frame: Frame, a: Outcome, b: Outcome, offset: number): Outcome {
  frame.cost += 1;
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return locate(calculate('-', a, b), offset);
}

export function applyArithmetic(frame: Frame, a: Outcome, b: Outcome, operator: ArithmeticOperator, offset: number): Outcome {
  frame.cost += 1;
  if (typeof a === 'number' && typeof b === 'number') {
    const result = calculateSafely(operator, a, b);
    if (result !== undefined) return result;
  }
  return locate(calculate(operator, a, b), offset);
}

/** Exact results within the safe integers; undefined sends the rest to bigints. Adding 0 turns -0 into 0. */
function calculateSafely(operator: ArithmeticOperator, left: number, right: number): number | undefined {
  if (operator === '*') {
    const product = left * right + 0;
    return Number.isSafeInteger(product) ? product : undefined;
  }
  if (right === 0) return undefined;
  return operator === '/' ? (left - (left % right)) / right + 0 : (left % right) + 0;
}

const TESTS: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

export function applyComparison(frame: Frame, a: Outcome, b: Outcome, operator: ComparisonOperator, offset: number): Outcome {
  const test = TESTS[operator];
  if (typeof a === 'number' && typeof b === 'number') {
    frame.cost += 1;
    return test(a - b);
  }
  frame.cost += Math.max(1, Math.ceil(Math.min(measureSize(a), measureSize(b)) * 0.1));
  const order = compareValues(a, b);
  return order === undefined ? locate(rejectComparison(a, b, operator), offset) : test(order);
}

function rejectComparison(left: Outcome, right: Outcome, operator: string): Failure {
  if (left instanceof Failure) return right instanceof Failure ? Failure.merge(left, right) : left;
  return right instanceof Failure ? right : fail(`no such overload: ${nameType(left)} ${operator} ${nameType(right)}`);
}

export function applyMembership(frame: Frame, value: Outcome, container: Outcome, offset: number): Outcome {
  if (value instanceof Failure) return container instanceof Failure ? Failure.merge(value, container) : value;
  if (Array.isArray(container)) {
    frame.charge(container.length);
    return findValue(container, value, frame);
  }
  frame.cost += 1;
  if (container instanceof Failure) return container;
  if (isMap(container)) return readKey(container, value) !== undefined;
  return Failure.locate(fail(`no such overload: ${nameType(value)} in ${nameType(container)}`), offset);
}

/** A string is sought among strings, nearly always: only what may be equal in another way, or not known, takes a closer look. */
function findValue(list: readonly CelValue[], value: CelValue, frame: Frame): Outcome {
  if (typeof value !== 'string') return catchFailure(() => includesValue(list, value, frame));
  let isPlain = true;
  for (const element of list) {
    if (element === value) return true;
    isPlain &&= typeof element === 'string';
  }
  return isPlain ? false : catchFailure(() => includesValue(list, value, frame));
}
