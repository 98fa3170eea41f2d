import { nameType } from './describe.ts';
import { Failure, fail } from './failure.ts';
import { CelDouble, CelUint, INT_MIN, isInt, toInt, toUint } from './numbers.ts';
import { CelDuration, CelTimestamp, toDuration, toTimestamp } from './time.ts';
import type { CelValue } from './value.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** CEL arithmetic on any two values; a failure on overflow, division by zero and types that do not fit. */
export function calculate(operator: ArithmeticOperator, left: CelValue | Failure, right: CelValue | Failure): CelValue | Failure {
  if (left instanceof Failure) return right instanceof Failure ? Failure.merge(left, right) : left;
  if (right instanceof Failure) return right;
  return (
    calculateNumbers(operator, left, right) ??
    calculateTimes(operator, left, right) ??
    (operator === '+' ? concatenate(left, right) : undefined) ??
    fail(`no such overload: ${nameType(left)} ${operator} ${nameType(right)}`)
  );
}

function calculateNumbers(operator: ArithmeticOperator, left: CelValue, right: CelValue): CelValue | Failure | undefined {
  if (isInt(left)) return isInt(right) ? calculateInts(operator, BigInt(left), BigInt(right)) : undefined;
  if (left instanceof CelDouble) return right instanceof CelDouble ? calculateDoubles(operator, left.value, right.value) : undefined;
  if (left instanceof CelUint) return right instanceof CelUint ? calculateUints(operator, left.value, right.value) : undefined;
  return undefined;
}

function calculateInts(operator: ArithmeticOperator, left: bigint, right: bigint): CelValue | Failure {
  switch (operator) {
    case '+':
      return toInt(left + right);
    case '-':
      return toInt(left - right);
    case '*':
      return toInt(left * right);
    case '/':
      return right === 0n ? fail('division by zero') : toInt(left / right);
    case '%':
      if (right === 0n) return fail('modulus by zero');
      return left === INT_MIN && right === -1n ? fail('integer overflow') : toInt(left % right);
  }
}

function calculateUints(operator: ArithmeticOperator, left: bigint, right: bigint): CelValue | Failure {
  switch (operator) {
    case '+':
      return toUint(left + right);
    case '-':
      return toUint(left - right);
    case '*':
      return toUint(left * right);
    case '/':
      return right === 0n ? fail('division by zero') : toUint(left / right);
    case '%':
      return right === 0n ? fail('modulus by zero') : toUint(left % right);
  }
}

function calculateDoubles(operator: ArithmeticOperator, left: number, right: number): CelValue | undefined {
  switch (operator) {
    case '+':
      return new CelDouble(left + right);
    case '-':
      return new CelDouble(left - right);
    case '*':
      return new CelDouble(left * right);
    case '/':
      return new CelDouble(left / right);
    case '%':
      return undefined;
  }
}

function calculateTimes(operator: ArithmeticOperator, left: CelValue, right: CelValue): CelValue | Failure | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const sign = operator === '+' ? 1n : -1n;
  if (left instanceof CelTimestamp) {
    if (right instanceof CelDuration) return toTimestamp(left.nanos + sign * right.nanos);
    return right instanceof CelTimestamp && operator === '-' ? toDuration(left.nanos - right.nanos) : undefined;
  }
  if (!(left instanceof CelDuration)) return undefined;
  if (right instanceof CelDuration) return toDuration(left.nanos + sign * right.nanos);
  return right instanceof CelTimestamp && operator === '+' ? toTimestamp(left.nanos + right.nanos) : undefined;
}

function concatenate(left: CelValue, right: CelValue): CelValue | undefined {
  if (typeof left === 'string') return typeof right === 'string' ? left + right : undefined;
  if (Array.isArray(left)) return Array.isArray(right) ? left.concat(right) : undefined;
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array)) return undefined;
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}

/** Unary minus. */
export function negate(value: CelValue | Failure): CelValue | Failure {
  if (typeof value === 'number') return 0 - value;
  if (typeof value === 'bigint') return toInt(-value);
  if (value instanceof CelDouble) return new CelDouble(-value.value);
  return value instanceof Failure ? value : fail(`no such overload: -${nameType(value)}`);
}
