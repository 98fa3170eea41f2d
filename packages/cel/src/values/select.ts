import { adopt, adoptElement } from './adopt.ts';
import { isScalarObject, nameType } from './describe.ts';
import { Failure, fail } from './failure.ts';
import { isMap, readKey } from './map.ts';
import { toExactInt } from './numbers.ts';
import { CelOptional } from './optional.ts';
import type { CelValue } from './value.ts';

type Outcome = CelValue | Failure;

/** `operand.field`. Selecting through an optional yields an optional. */
export function selectField(operand: Outcome, field: string): Outcome {
  if (operand instanceof Failure) return operand;
  if (operand instanceof CelOptional) return operand.value === undefined ? operand : findField(operand.value, field);
  const value = readField(operand, field);
  return value === undefined ? fail(`no such key: ${field}`) : value;
}

/** `operand.?field`: an optional, empty when there is no such field. */
export function findField(operand: Outcome, field: string): Outcome {
  if (operand instanceof Failure) return operand;
  if (operand instanceof CelOptional) return operand.value === undefined ? operand : findField(operand.value, field);
  const value = readField(operand, field);
  if (value instanceof Failure) return value;
  return value === undefined ? CelOptional.none : new CelOptional(value);
}

/** `has(operand.field)`. */
export function testField(operand: Outcome, field: string): boolean | Failure {
  if (operand instanceof Failure) return operand;
  if (operand instanceof CelOptional) return operand.value === undefined ? false : testField(operand.value, field);
  const value = readField(operand, field);
  return value instanceof Failure ? value : value !== undefined;
}

/** The field's value, undefined when it is not there, a failure when the operand has no fields at all. */
export function readField(operand: CelValue, field: string): Outcome | undefined {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand) || isScalarObject(operand)) {
    return fail(`type '${nameType(operand)}' has no fields, so no '${field}'`);
  }
  if (isMap(operand)) return adopt(readKey(operand, field));
  return adopt(readHostField(operand, field));
}

/** Fields of class instances may be getters of the class; what every object inherits is no field. */
function readHostField(operand: object, field: string): unknown {
  if (!Object.hasOwn(operand, field) && (!(field in operand) || field in Object.prototype)) return undefined;
  const value = (operand as Record<string, unknown>)[field];
  return typeof value === 'function' ? undefined : value;
}

/** `operand[index]`. */
export function selectIndex(operand: Outcome, index: Outcome): Outcome {
  if (operand instanceof Failure) return index instanceof Failure ? Failure.merge(operand, index) : operand;
  if (index instanceof Failure) return index;
  if (operand instanceof CelOptional) return operand.value === undefined ? operand : findIndex(operand.value, index);
  const value = readIndex(operand, index);
  if (value !== undefined) return value;
  return fail(Array.isArray(operand) ? describeRange(operand, index) : `no such key: ${describeKey(index)}`);
}

/** `operand[?index]`: an optional, empty when there is no such element. */
export function findIndex(operand: Outcome, index: Outcome): Outcome {
  if (operand instanceof Failure) return index instanceof Failure ? Failure.merge(operand, index) : operand;
  if (index instanceof Failure) return index;
  if (operand instanceof CelOptional) return operand.value === undefined ? operand : findIndex(operand.value, index);
  const value = readIndex(operand, index);
  if (value instanceof Failure) return value;
  return value === undefined ? CelOptional.none : new CelOptional(value);
}

function readIndex(operand: CelValue, index: CelValue): Outcome | undefined {
  if (Array.isArray(operand)) {
    const position = toExactInt(index);
    if (position === undefined) return fail(`no such overload: list[${nameType(index)}]`);
    if (typeof position === 'bigint' || position < 0 || position >= operand.length) return undefined;
    return adoptElement(operand[position]);
  }
  if (isMap(operand)) return adopt(readKey(operand, index));
  if (typeof index === 'string' && typeof operand === 'object' && operand !== null && !isScalarObject(operand)) {
    return adopt(readHostField(operand, index));
  }
  return fail(`no such overload: ${nameType(operand)}[${nameType(index)}]`);
}

function describeRange(list: readonly unknown[], index: CelValue): string {
  return `index out of bounds: ${toExactInt(index)} of ${list.length}`;
}

function describeKey(key: CelValue): string {
  return String(toExactInt(key) ?? (typeof key === 'object' ? nameType(key) : key)).slice(0, 64);
}
