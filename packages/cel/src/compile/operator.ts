import { measureSize } from '../declarations.ts';
import { type ArithmeticOperator, calculate, negate } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { nameType } from '../values/describe.ts';
import { equalValues, includesValue } from '../values/equal.ts';
import { Failure, fail } from '../values/failure.ts';
import { isMap, readKey } from '../values/map.ts';
import { findIndex, selectIndex } from '../values/select.ts';
import type { CelValue } from '../values/value.ts';
import type { Evaluate, Frame, Outcome } from './frame.ts';
import { compileNot } from './logic.ts';
import { locate } from './select.ts';

/** Compiles an operator over its compiled operands; undefined when the name is no operator. */
export function compileOperator(name: string, operands: readonly Evaluate[], offset: number): Evaluate | undefined {
  const [left, right] = operands;
  if (left === undefined) return undefined;
  if (right === undefined) return compileUnary(name, left, offset);
  switch (name) {
    case '_==_':
      return compileEquality(left, right, true);
    case '_!=_':
      return compileEquality(left, right, false);
    case '_+_':
      return compileAddition(left, right, offset);
    case '_-_':
      return compileSubtraction(left, right, offset);
    case '_*_':
    case '_/_':
    case '_%_':
      return compileArithmetic(name[1] as ArithmeticOperator, left, right, offset);
    case '_<_':
      return compileComparison(left, right, '<', offset);
    case '_<=_':
      return compileComparison(left, right, '<=', offset);
    case '_>_':
      return compileComparison(left, right, '>', offset);
    case '_>=_':
      return compileComparison(left, right, '>=', offset);
    case '@in':
      return compileMembership(left, right, offset);
    case '_[_]':
      return compileIndex(left, right, selectIndex, offset);
    case '_[?_]':
      return compileIndex(left, right, findIndex, offset);
    default:
      return undefined;
  }
}

function compileUnary(name: string, operand: Evaluate, offset: number): Evaluate | undefined {
  if (name === '!_') return compileNot(operand, offset);
  if (name !== '-_') return undefined;
  return frame => {
    frame.cost += 1;
    return locate(negate(operand(frame)), offset);
  };
}

function compileEquality(left: Evaluate, right: Evaluate, positive: boolean): Evaluate {
  return frame => {
    const a = left(frame);
    const b = right(frame);
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
  };
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

function compileAddition(left: Evaluate, right: Evaluate, offset: number): Evaluate {
  return frame => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') {
      frame.cost += 1;
      const sum = a + b;
      if (Number.isSafeInteger(sum)) return sum;
    } else {
      chargeConcatenation(frame, a, b);
    }
    return locate(calculate('+', a, b), offset);
  };
}

/** Strings, bytes and lists are copied: a tenth of their length, so that doubling in a row meets the limit soon. */
function chargeConcatenation(frame: Frame, left: Outcome, right: Outcome): void {
  frame.charge(Math.max(1, Math.ceil((measureSize(left) + measureSize(right)) * 0.1)));
}

function compileSubtraction(left: Evaluate, right: Evaluate, offset: number): Evaluate {
  return frame => {
    const a = left(frame);
    const b = right(frame);
    frame.cost += 1;
    if (typeof a === 'number' && typeof b === 'number') {
      const difference = a - b;
      if (Number.isSafeInteger(difference)) return difference;
    }
    return locate(calculate('-', a, b), offset);
  };
}

function compileArithmetic(operator: ArithmeticOperator, left: Evaluate, right: Evaluate, offset: number): Evaluate {
  return frame => {
    const a = left(frame);
    const b = right(frame);
    frame.cost += 1;
    if (typeof a === 'number' && typeof b === 'number') {
      const result = calculateSafely(operator, a, b);
      if (result !== undefined) return result;
    }
    return locate(calculate(operator, a, b), offset);
  };
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

function compileComparison(left: Evaluate, right: Evaluate, operator: '<' | '<=' | '>' | '>=', offset: number): Evaluate {
  const test = { '<': isLess, '<=': isAtMost, '>': isGreater, '>=': isAtLeast }[operator];
  return frame => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') {
      frame.cost += 1;
      return test(a - b);
    }
    frame.cost += Math.max(1, Math.ceil(Math.min(measureSize(a), measureSize(b)) * 0.1));
    const order = compareValues(a, b);
    return order === undefined ? locate(rejectComparison(a, b, operator), offset) : test(order);
  };
}

function rejectComparison(left: Outcome, right: Outcome, operator: string): Failure {
  if (left instanceof Failure) return right instanceof Failure ? Failure.merge(left, right) : left;
  return right instanceof Failure ? right : fail(`no such overload: ${nameType(left)} ${operator} ${nameType(right)}`);
}

function isLess(order: number): boolean {
  return order < 0;
}

function isAtMost(order: number): boolean {
  return order <= 0;
}

function isGreater(order: number): boolean {
  return order > 0;
}

function isAtLeast(order: number): boolean {
  return order >= 0;
}

function compileMembership(left: Evaluate, right: Evaluate, offset: number): Evaluate {
  return frame => {
    const value = left(frame);
    const container = right(frame);
    if (value instanceof Failure) return container instanceof Failure ? Failure.merge(value, container) : value;
    if (Array.isArray(container)) {
      frame.charge(container.length);
      return findValue(container, value, frame);
    }
    frame.cost += 1;
    if (container instanceof Failure) return container;
    if (isMap(container)) return readKey(container, value) !== undefined;
    return Failure.locate(fail(`no such overload: ${nameType(value)} in ${nameType(container)}`), offset);
  };
}

function findValue(list: readonly CelValue[], value: CelValue, frame: Frame): Outcome {
  if (typeof value === 'string' && list.includes(value)) return true;
  return catchFailure(() => includesValue(list, value, frame));
}

function compileIndex(operand: Evaluate, index: Evaluate, select: (operand: Outcome, index: Outcome) => Outcome, offset: number): Evaluate {
  return frame => {
    frame.cost += 1;
    return locate(select(operand(frame), index(frame)), offset);
  };
}
