import {
  applyAddition,
  applyArithmetic,
  applyComparison,
  applyEquality,
  applyMembership,
  applyNegation,
  applyNot,
  applySubtraction,
} from '../compile/apply.ts';
import { rejectCall, toFailure } from '../compile/call.ts';
import { addEntries } from '../compile/comprehension.ts';
import { requireKey, unwrapElement } from '../compile/construct.ts';
import { adoptVariable, exceedCost, type Outcome } from '../compile/frame.ts';
import { requireBool } from '../compile/logic.ts';
import { locate, settleField } from '../compile/select.ts';
import { adopt, adoptElement } from '../values/adopt.ts';
import { isScalarObject, nameType } from '../values/describe.ts';
import { Failure, fail } from '../values/failure.ts';
import { isMap, isPlainObject, listKeys, MapBuilder, readKey } from '../values/map.ts';
import { CelOptional } from '../values/optional.ts';
import { findField, findIndex, selectField, selectIndex, testField } from '../values/select.ts';
import { formatValue } from '../values/text.ts';

/** What a host function gave. */
function finishCall(result: unknown): Outcome {
  return adopt(result) ?? null;
}

/** An undecided `&&` or `||`. */
function mergeUndecided(values: readonly Outcome[], offsets: readonly number[], neutral: boolean): Failure {
  let failure: Failure | undefined;
  for (const [index, value] of values.entries()) {
    if (value !== neutral) failure = Failure.merge(failure, requireBool(value, offsets[index] ?? 0));
  }
  return failure ?? fail('nothing is undecided');
}

/** What a macro with one variable walks over, as a list. */
function openElements(value: Outcome, offset: number): readonly unknown[] | Failure {
  if (Array.isArray(value)) return value;
  if (isMap(value)) return listKeys(value);
  return value instanceof Failure ? value : rejectRange(value, offset);
}

function rejectRange(value: Outcome, offset: number): Failure {
  return Failure.locate(fail(`no such overload: ${nameType(value)} cannot be walked through`), offset);
}

/** A value of a map, which is walked through by key. */
function readValue(map: unknown, key: unknown): Outcome {
  return adoptElement(readKey(map as Parameters<typeof readKey>[0], key as Parameters<typeof readKey>[1]));
}

function rejectOptional(offset: number): Failure {
  return Failure.locate(fail('no such overload: expected an optional'), offset);
}

function rejectKey(key: Outcome, offset: number): Failure {
  return Failure.locate(fail(`map has the key ${formatValue(key as Parameters<typeof formatValue>[0])} twice`), offset);
}

/** Class of an object of the host, of which each is a value as it is; undefined for everything else, plain objects as well. */
function findHostClass(value: Outcome): object | undefined {
  const isHost = typeof value === 'object' && value !== null && !(value instanceof Failure) && !Array.isArray(value);
  return isHost && !isPlainObject(value) && !isScalarObject(value) ? (Object.getPrototypeOf(value) as object) : undefined;
}

/** What generated code calls, by the name that it calls it by. */
export const RUNTIME: Readonly<Record<string, unknown>> = {
  ...{
    adopt,
    adoptElement,
    adoptVariable,
    addEntries,
    exceedCost,
    Failure,
    fail,
    findHostClass,
    finishCall,
    locate,
    MapBuilder,
    mergeUndecided,
  },
  ...{ openElements, CelOptional, readValue, rejectCall, rejectKey, rejectOptional, rejectRange, requireBool, requireKey, settleField },
  ...{ applyAddition, applyArithmetic, applyComparison, applyEquality, applyMembership, applyNegation, applyNot, applySubtraction },
  ...{ findField, findIndex, selectField, selectIndex, testField, toFailure, unwrapElement },
  prototypeOf: Object.getPrototypeOf,
  plain: Object.prototype,
  isList: Array.isArray,
  fromEntries: Object.fromEntries,
};
