import { defineFunction, defineMethod, type FunctionDeclaration, type Library, measureSize } from '../declarations.ts';
import { type Macro, readArgument, readVariable } from '../parser/macros.ts';
import { adoptElement } from '../values/adopt.ts';
import { calculate } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { nameType } from '../values/describe.ts';
import { equalElements, includesElement } from '../values/equal.ts';
import { Failure, fail } from '../values/failure.ts';
import { CelDouble, CelUint, type Int } from '../values/numbers.ts';
import { CelDuration } from '../values/time.ts';
import type { CelValue } from '../values/value.ts';

type List = readonly CelValue[];

const ORDERED = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'timestamp', 'duration'];

/** What the sum of no elements is, by element type. */
const ZEROS: Readonly<Record<string, CelValue>> = {
  int: 0,
  uint: new CelUint(0n),
  double: new CelDouble(0),
  duration: new CelDuration(0n),
};

/** Longest list a function may build. */
const MAX_LENGTH = 1_000_000;

/** The elements, adopted; a failure when one is an unknown fact. */
function readAll(list: List): CelValue[] | Failure {
  const values: CelValue[] = [];
  for (const element of list) {
    const value = adoptElement(element);
    if (value instanceof Failure) return value;
    values.push(value);
  }
  return values;
}

function isSorted(list: List): boolean | Failure {
  const values = readAll(list);
  if (values instanceof Failure) return values;
  for (let index = 1; index < values.length; index++) {
    const order = compareValues(values[index - 1], values[index]);
    if (order === undefined) return rejectOrder(values[index - 1], values[index]);
    if (order > 0) return false;
  }
  return true;
}

function rejectOrder(left: unknown, right: unknown): Failure {
  return fail(`no such overload: ${nameType(left)} and ${nameType(right)} have no order`);
}

function sum(list: List, zero: CelValue): CelValue | Failure {
  let total: CelValue | Failure | undefined;
  for (const element of list) {
    const value = adoptElement(element);
    total = total === undefined ? value : calculate('+', total, value);
    if (total instanceof Failure) return total;
  }
  return total ?? zero;
}

/** `min` with sign 1, `max` with sign -1. */
function pickExtreme(list: List, sign: 1 | -1): CelValue | Failure {
  const values = readAll(list);
  if (values instanceof Failure) return values;
  let best = values[0];
  if (best === undefined) return fail(`${sign > 0 ? 'min' : 'max'} called on empty list`);
  for (const value of values) {
    const order = compareValues(value, best);
    if (order === undefined) return rejectOrder(best, value);
    if (order * sign < 0) best = value;
  }
  return best;
}

/** Kubernetes 1.37: an element of a list, or equal to what is no list. */
function includes(target: CelValue, value: CelValue): boolean {
  return Array.isArray(target) ? includesElement(target, value) : equalElements(target, value);
}

function indexOf(list: List, value: CelValue): number {
  return list.findIndex(element => equalElements(element, value));
}

function lastIndexOf(list: List, value: CelValue): number {
  return list.findLastIndex(element => equalElements(element, value));
}

function distinct(list: List): CelValue[] {
  const kept: CelValue[] = [];
  const seen = new Set<CelValue>();
  for (const element of list) {
    const value = adoptElement(element);
    // Strings and bools equal nothing of another type; everything else is compared one by one.
    const simple = typeof value === 'string' || typeof value === 'boolean';
    if (simple ? seen.has(value) : indexOf(kept, value) >= 0) continue;
    if (simple) seen.add(value);
    kept.push(value);
  }
  return kept;
}

function flatten(list: List, depth: Int = 1): CelValue[] | Failure {
  if (depth < 0) return fail('level must be non-negative');
  const flat: CelValue[] = [];
  for (const element of list) {
    if (!Array.isArray(element) || depth === 0) flat.push(element);
    else {
      const inner = flatten(element, Number(depth) - 1);
      if (inner instanceof Failure) return inner;
      for (const value of inner) flat.push(value);
    }
  }
  return flat;
}

function createRange(size: Int): number[] | Failure {
  if (size > MAX_LENGTH) return fail(`list would be longer than ${MAX_LENGTH}`);
  return Array.from({ length: Math.max(0, Number(size)) }, (_, index) => index);
}

function slice(list: List, start: Int, end: Int): List | Failure {
  if (start < 0 || end < 0) return fail(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) return fail(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (end > list.length) return fail(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

function sort(list: List): CelValue[] | Failure {
  return sortByKeys(list, list);
}

/** Orders `list` by the keys at the same indexes; stable. */
function sortByKeys(list: List, keys: List): CelValue[] | Failure {
  const values = readAll(keys);
  if (values instanceof Failure) return values;
  const types = new Set(values.map(nameType));
  if (types.size > 1) return fail('list elements must have the same type');
  const [first] = values;
  if (first !== undefined && compareValues(first, first) === undefined) return fail('list elements must be comparable');
  const order = values.map((_, index) => index).sort((a, b) => compareValues(values[a], values[b]) ?? 0);
  return order.map(index => list[index] ?? null);
}

/** `list.sortBy(name, key)` computes all keys once, then orders by them. */
const SORT_BY: Macro = {
  name: 'sortBy',
  receiver: true,
  arity: 2,
  expand(call) {
    const { target } = call;
    if (target === undefined) return undefined;
    const variable = readVariable(call.args[0]);
    const range = call.build({ kind: 'ident', name: '@sort', absolute: false });
    const keys = call.build({
      kind: 'comprehension',
      macro: 'map',
      range,
      variables: [variable],
      filter: undefined,
      body: readArgument(call, 1),
    });
    const body = call.build({
      kind: 'call',
      name: '@sortByKeys',
      target: call.build({ kind: 'ident', name: '@sort', absolute: false }),
      args: [keys],
    });
    return call.build({ kind: 'bind', name: '@sort', value: target, body });
  },
};

/** One comparison per element, and a tenth of the length of strings and bytes more (Kubernetes' cost of list functions). */
function costOfWalk(list: List): number {
  let cost = list.length;
  for (const element of list) if (typeof element === 'string') cost += element.length * 0.1;
  return Math.ceil(cost);
}

function costOfSearch(target: CelValue, value: CelValue): number {
  return (Array.isArray(target) ? target.length : 1) * Math.max(1, Math.ceil(measureSize(value) * 0.1));
}

function costOfSquare(list: List): number {
  return list.every(element => typeof element === 'string') ? list.length : list.length * list.length;
}

function costOfSort(list: List): number {
  return Math.ceil(costOfWalk(list) * Math.max(1, Math.log2(list.length + 1)));
}

function costOfFlatten(list: List, depth: Int = 1): number {
  let cost = list.length;
  if (depth > 0) for (const element of list) if (Array.isArray(element)) cost += costOfFlatten(element, Number(depth) - 1);
  return cost;
}

function defineOrdered(): FunctionDeclaration[] {
  return ORDERED.flatMap(type => {
    const list = [`list(${type})`];
    return [
      defineMethod('isSorted', list, 'bool', isSorted, { cost: costOfWalk }),
      defineMethod('min', list, type, (values: List) => pickExtreme(values, 1), { cost: costOfWalk }),
      defineMethod('max', list, type, (values: List) => pickExtreme(values, -1), { cost: costOfWalk }),
      defineMethod('sort', list, list[0] ?? '', sort, { cost: costOfSort }),
      defineMethod('@sortByKeys', ['list(T)', `list(${type})`], 'list(T)', sortByKeys, { cost: (_: List, keys: List) => costOfSort(keys) }),
    ];
  });
}

/** Kubernetes' list functions and cel-go's ext.Lists version 3 (Kubernetes 1.34). */
export const library: Library = {
  name: 'lists',
  macros: [SORT_BY],
  functions: [
    ...defineOrdered(),
    ...Object.entries(ZEROS).map(([type, zero]) =>
      defineMethod('sum', [`list(${type})`], type, (list: List) => sum(list, zero), { cost: costOfWalk }),
    ),
    defineMethod('distinct', ['list(T)'], 'list(T)', distinct, { cost: costOfSquare }),
    defineMethod('flatten', ['list(list(T))'], 'list(T)', flatten, { cost: costOfFlatten }),
    defineMethod('flatten', ['list(dyn)', 'int'], 'list(dyn)', flatten, { cost: costOfFlatten }),
    defineMethod('includes', ['dyn', 'dyn'], 'bool', includes, { cost: costOfSearch }),
    defineMethod('indexOf', ['list(T)', 'T'], 'int', indexOf, { cost: costOfSearch }),
    defineMethod('lastIndexOf', ['list(T)', 'T'], 'int', lastIndexOf, { cost: costOfSearch }),
    defineMethod('reverse', ['list(T)'], 'list(T)', (list: List) => [...list].reverse(), { cost: costOfWalk }),
    defineMethod('slice', ['list(T)', 'int', 'int'], 'list(T)', slice, { cost: costOfWalk }),
    defineFunction('lists.range', ['int'], 'list(int)', createRange, { cost: (size: Int) => Number(size) }),
  ],
};
